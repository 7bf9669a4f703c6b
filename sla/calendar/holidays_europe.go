package calendar

// Code du travail, art. L3133-1. 8 May is a holiday again since loi 81-893 of 2 October 1981. Whit Monday stays one although it may be worked as the day of
// solidarity (loi 2008-351). Alsace-Moselle: art. L3134-13; Good Friday there is kept where there is a Protestant church, which is nearly everywhere.
// Overseas: abolition of slavery, décret 83-1003 of 23 November 1983.
func france() []row {
	return []row{
		{"FR", "jan 1", "New Year's Day"},
		{"FR-57 FR-67 FR-68 FR-6AE", "easter-2", "Good Friday"},
		{"FR", "easter+1", "Easter Monday"},
		{"FR", "may 1", "Labour Day"},
		{"FR", "may 8 from 1982", "Victory 1945"},
		{"FR", "easter+39", "Ascension"},
		{"FR", "easter+50", "Whit Monday"},
		{"FR", "jul 14", "National Day"},
		{"FR", "aug 15", "Assumption"},
		{"FR", "nov 1", "All Saints"},
		{"FR", "nov 11", "Armistice 1918"},
		{"FR", "dec 25", "Christmas Day"},
		{"FR-57 FR-67 FR-68 FR-6AE", "dec 26", "Saint Stephen"},
		{"FR-971", "may 27 from 1984", "Abolition of Slavery"},
		{"FR-972", "may 22 from 1984", "Abolition of Slavery"},
		{"FR-973", "jun 10 from 1984", "Abolition of Slavery"},
		{"FR-974", "dec 20 from 1983", "Abolition of Slavery"},
		{"FR-976", "apr 27 from 1984", "Abolition of Slavery"},
	}
}

// The holiday acts (Feiertagsgesetze) of the sixteen states; 3 October: Einigungsvertrag of 31 August 1990, art. 2. Reformation Day 2017 was a holiday
// everywhere for once. Corpus Christi in some communes of Saxony and Thuringia is not in here. DE-BY has Assumption, which Bavaria keeps where most are Catholic
// (four communes in five, with Munich); DE-BY-EV is for the others, such as Nuremberg; DE-BY-AUGSBURG has the Peace Festival too.
func germany() []row {
	return []row{
		{"DE", "jan 1", "New Year's Day"},
		{"DE-BW DE-BY DE-BY-EV DE-BY-AUGSBURG DE-ST", "jan 6", "Epiphany"},
		{"DE-BE", "mar 8 from 2019", "Women's Day"},
		{"DE-MV", "mar 8 from 2023", "Women's Day"},
		{"DE", "easter-2", "Good Friday"},
		{"DE-BB", "easter", "Easter Sunday"},
		{"DE", "easter+1", "Easter Monday"},
		{"DE", "may 1", "Labour Day"},
		{"DE-BE", "2020-05-08", "Liberation from National Socialism, 75 years"},
		{"DE-BE", "2025-05-08", "Liberation from National Socialism, 80 years"},
		{"DE-BE", "2028-06-17", "Uprising of 1953, 75 years"},
		{"DE", "easter+39", "Ascension"},
		{"DE-BB", "easter+49", "Whit Sunday"},
		{"DE", "easter+50", "Whit Monday"},
		{"DE-BW DE-BY DE-BY-EV DE-BY-AUGSBURG DE-HE DE-NW DE-RP DE-SL", "easter+60", "Corpus Christi"},
		{"DE-BY-AUGSBURG", "aug 8", "Peace Festival"},
		{"DE-BY DE-BY-AUGSBURG DE-SL", "aug 15", "Assumption"},
		{"DE-TH", "sep 20 from 2019", "Children's Day"},
		{"DE", "oct 3 from 1990", "German Unity"},
		{"DE", "2017-10-31", "Reformation Day, 500 years"},
		{"DE-BB DE-MV DE-SN DE-ST DE-TH", "oct 31 from 1990", "Reformation Day"},
		{"DE-HB DE-HH DE-NI DE-SH", "oct 31 from 2018", "Reformation Day"},
		{"DE-BW DE-BY DE-BY-EV DE-BY-AUGSBURG DE-NW DE-RP DE-SL", "nov 1", "All Saints"},
		{"DE", "wed before nov 23 from 1990 until 1994", "Day of Repentance"},
		{"DE-SN", "wed before nov 23 from 1995", "Day of Repentance"},
		{"DE", "dec 25", "Christmas Day"},
		{"DE", "dec 26", "Second Day of Christmas"},
	}
}

// Real Decreto 2001/1983, art. 45, and the communities' statutes. Here are the days that return every year. Not here: what a community chooses anew each year,
// above all the Monday in place of a holiday on Sunday, which its yearly decision in the Boletín Oficial del Estado says; write it as a date. The two local days
// of each municipality and the Eid days of Ceuta and Melilla are not here either.
func spain() []row {
	return []row{
		{"ES", "jan 1", "New Year's Day"},
		{"ES", "jan 6", "Epiphany"},
		{"ES-AN", "feb 28", "Andalusia Day"},
		{"ES-IB", "mar 1", "Balearic Islands Day"},
		{"ES-VC", "mar 19", "Saint Joseph"},
		{"ES-AN ES-AR ES-AS ES-CB ES-CE ES-CL ES-CM ES-CN ES-EX ES-GA ES-IB ES-MC ES-MD ES-ML ES-NC ES-PV ES-RI", "easter-3", "Maundy Thursday"},
		{"ES", "easter-2", "Good Friday"},
		{"ES-CT ES-IB ES-NC ES-PV ES-VC", "easter+1", "Easter Monday"},
		{"ES-AR", "apr 23", "Aragon Day"},
		{"ES-CL", "apr 23", "Castile and León Day"},
		{"ES", "may 1", "Labour Day"},
		{"ES-MD", "may 2", "Madrid Day"},
		{"ES-GA", "may 17", "Galician Literature Day"},
		{"ES-CN", "may 30", "Canary Islands Day"},
		{"ES-CM", "may 31", "Castile-La Mancha Day"},
		{"ES-CM", "easter+60", "Corpus Christi"},
		{"ES-MC", "jun 9", "Murcia Day"},
		{"ES-RI", "jun 9", "La Rioja Day"},
		{"ES-CT", "jun 24", "Saint John"},
		{"ES-GA", "jul 25", "Saint James"},
		{"ES-CB", "jul 28", "Institutions of Cantabria"},
		{"ES", "aug 15", "Assumption"},
		{"ES-CE", "sep 2", "Ceuta Day"},
		{"ES-AS", "sep 8", "Asturias Day"},
		{"ES-EX", "sep 8", "Extremadura Day"},
		{"ES-CT", "sep 11", "National Day of Catalonia"},
		{"ES-CB", "sep 15", "Our Lady of Bien Aparecida"},
		{"ES-ML", "sep 17", "Melilla Day"},
		{"ES-VC", "oct 9", "Valencian Community Day"},
		{"ES", "oct 12", "National Day"},
		{"ES", "nov 1", "All Saints"},
		{"ES-NC", "dec 3", "Saint Francis Xavier"},
		{"ES", "dec 6", "Constitution Day"},
		{"ES", "dec 8", "Immaculate Conception"},
		{"ES", "dec 25", "Christmas Day"},
		{"ES-CT", "dec 26", "Saint Stephen"},
	}
}

// Legge 260/1949, with legge 54/1977, DPR 792/1985 (Epiphany again) and legge 336/2000 (2 June again); legge 151/2025 (Saint Francis, from 2026);
// 17 March 2011: decreto-legge 5/2011. South Tyrol: DPR 792/1985. The patron's day is a city's own; the code of its province stands for the city.
func italy() []row {
	return []row{
		{"IT", "jan 1", "New Year's Day"},
		{"IT", "jan 6 until 1977", "Epiphany"},
		{"IT", "jan 6 from 1986", "Epiphany"},
		{"IT-CT", "feb 5", "Saint Agatha"},
		{"IT", "2011-03-17", "Unity of Italy, 150 years"},
		{"IT", "easter", "Easter Sunday"},
		{"IT", "easter+1", "Easter Monday"},
		{"IT", "apr 25", "Liberation Day"},
		{"IT", "may 1", "Labour Day"},
		{"IT-BZ", "easter+50", "Whit Monday"},
		{"IT", "jun 2 until 1976", "Republic Day"},
		{"IT", "jun 2 from 2001", "Republic Day"},
		{"IT-FI IT-GE IT-TO", "jun 24", "Saint John"},
		{"IT-RM", "jun 29", "Saints Peter and Paul"},
		{"IT-PA", "jul 15", "Saint Rosalia"},
		{"IT", "aug 15", "Assumption"},
		{"IT-NA", "sep 19", "Saint Januarius"},
		{"IT", "oct 4 from 2026", "Saint Francis"},
		{"IT-BO", "oct 4", "Saint Petronius"},
		{"IT", "nov 1", "All Saints"},
		{"IT-TS", "nov 3", "Saint Justus"},
		{"IT-BA", "dec 6", "Saint Nicholas"},
		{"IT-MI", "dec 7", "Saint Ambrose"},
		{"IT", "dec 8", "Immaculate Conception"},
		{"IT", "dec 25", "Christmas Day"},
		{"IT", "dec 26", "Saint Stephen"},
	}
}

// Koninklijk besluit of 18 April 1974, art. 1. The days of the communities and regions bind no private employer. The day in place of a holiday on a Sunday is
// each firm's own.
func belgium() []row {
	return []row{
		{"BE", "jan 1", "New Year's Day"},
		{"BE", "easter+1", "Easter Monday"},
		{"BE", "may 1", "Labour Day"},
		{"BE", "easter+39", "Ascension"},
		{"BE", "easter+50", "Whit Monday"},
		{"BE", "jul 21", "National Day"},
		{"BE", "aug 15", "Assumption"},
		{"BE", "nov 1", "All Saints"},
		{"BE", "nov 11", "Armistice 1918"},
		{"BE", "dec 25", "Christmas Day"},
	}
}

// Algemene termijnenwet, art. 3, without Good Friday and with Liberation Day only every fifth year, as is the custom of employers. No region differs.
func netherlands() []row {
	return []row{
		{"NL", "jan 1", "New Year's Day"},
		{"NL", "easter", "Easter Sunday"},
		{"NL", "easter+1", "Easter Monday"},
		{"NL", "apr 30 moved sun-1 until 2013", "Queen's Day"},
		{"NL", "apr 27 moved sun-1 from 2014", "King's Day"},
		{"NL", "may 5 every 5 years from 1970", "Liberation Day"},
		{"NL", "easter+39", "Ascension"},
		{"NL", "easter+49", "Whit Sunday"},
		{"NL", "easter+50", "Whit Monday"},
		{"NL", "dec 25", "Christmas Day"},
		{"NL", "dec 26", "Second Day of Christmas"},
	}
}
