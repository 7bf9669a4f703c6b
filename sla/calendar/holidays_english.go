package calendar

// Banking and Financial Dealings Act 1971, schedule 1, royal proclamations under it, and the common-law holidays. Saint Andrew's Day Bank Holiday (Scotland)
// Act 2007. "GB" is what all four countries keep. Scottish banks follow these days, Scottish towns have their own beside them.
func unitedKingdom() []row {
	return []row{
		{"GB", "jan 1 observed sat+2 sun+1", "New Year's Day"},
		{"GB-SCT", "jan 1 observed sun+2", "New Year's Day"}, // Monday is then the 2 January holiday
		{"GB-SCT", "jan 2 observed sat+2 sun+2", "2 January"},
		{"GB-NIR", "mar 17 observed sat+2 sun+1", "Saint Patrick"},
		{"GB", "easter-2", "Good Friday"},
		{"GB-ENG GB-WLS GB-NIR", "easter+1", "Easter Monday"},
		{"GB", "1st mon of may from 1978 until 1994", "Early May Bank Holiday"},
		{"GB", "1995-05-08", "Early May Bank Holiday, VE Day 50 years"},
		{"GB", "1st mon of may from 1996 until 2019", "Early May Bank Holiday"},
		{"GB", "2020-05-08", "Early May Bank Holiday, VE Day 75 years"},
		{"GB", "1st mon of may from 2021", "Early May Bank Holiday"},
		{"GB", "2023-05-08", "Coronation of King Charles III"},
		{"GB", "last mon of may from 1971 until 2001", "Spring Bank Holiday"},
		{"GB", "2002-06-04", "Spring Bank Holiday"},
		{"GB", "last mon of may from 2003 until 2011", "Spring Bank Holiday"},
		{"GB", "2012-06-04", "Spring Bank Holiday"},
		{"GB", "last mon of may from 2013 until 2021", "Spring Bank Holiday"},
		{"GB", "2022-06-02", "Spring Bank Holiday"},
		{"GB", "last mon of may from 2023", "Spring Bank Holiday"},
		{"GB", "1977-06-07", "Silver Jubilee"},
		{"GB", "2002-06-03", "Golden Jubilee"},
		{"GB", "2012-06-05", "Diamond Jubilee"},
		{"GB", "2022-06-03", "Platinum Jubilee"},
		{"GB", "1973-11-14", "Royal Wedding"},
		{"GB", "1981-07-29", "Royal Wedding"},
		{"GB", "2011-04-29", "Royal Wedding"},
		{"GB", "1999-12-31", "Millennium"},
		{"GB", "2022-09-19", "State Funeral of Queen Elizabeth II"},
		{"GB-SCT", "2026-06-15", "World Cup"},
		{"GB-NIR", "jul 12 observed sat+2 sun+1", "Battle of the Boyne"},
		{"GB-SCT", "1st mon of aug", "Summer Bank Holiday"},
		{"GB-ENG GB-WLS GB-NIR", "last mon of aug from 1971", "Summer Bank Holiday"},
		{"GB-SCT", "nov 30 observed sat+2 sun+1 from 2007", "Saint Andrew"},
		{"GB", "dec 25 observed sat+2 sun+2", "Christmas Day"},
		{"GB", "dec 26 observed sat+2 sun+2", "Boxing Day"},
	}
}

// The United States' federal holidays: 5 U.S.C. 6103, with Executive Order 11582 for the day a holiday is observed; Juneteenth: Public Law 117-17. Both the
// date itself and the observed one are closed. Days on which a president closed the federal offices once are no holidays and not here.
// A state's set is the federal one and days that its own statutes add; that its offices may stay open on a federal day is not in here.
func unitedStates() []row {
	return []row{
		{"US", "jan 1 observed sat-1 sun+1", "New Year's Day"},
		{"US-DC", "jan 20 observed sun+1 every 4 years from 1973", "Inauguration Day"},
		{"US", "3rd mon of jan from 1986", "Martin Luther King"},
		{"US-CT US-IL US-MO US-NY", "feb 12 observed sun+1", "Lincoln's Birthday"},
		{"US-LA", "easter-47", "Mardi Gras"},
		{"US", "3rd mon of feb from 1971", "Washington's Birthday"},
		{"US-VT", "1st tue of mar", "Town Meeting Day"},
		{"US-HI", "mar 26 observed sat-1 sun+1", "Prince Kuhio"},
		{"US-AK", "last mon of mar", "Seward's Day"},
		{"US-CA", "mar 31 observed sun+1 from 2001", "Cesar Chavez Day"},
		{"US-CT US-DE US-HI US-LA US-NJ", "easter-2", "Good Friday"},
		{"US-DC", "apr 16 observed sat-1 sun+1 from 2005", "Emancipation Day"},
		{"US-MA US-ME", "3rd mon of apr", "Patriots' Day"},
		{"US-NE", "last fri of apr", "Arbor Day"},
		{"US-MO", "may 8 observed sat-1 sun+1", "Truman Day"},
		{"US", "last mon of may from 1971", "Memorial Day"},
		{"US-HI", "jun 11 observed sat-1 sun+1", "King Kamehameha"},
		{"US", "jun 19 observed sat-1 sun+1 from 2021", "Juneteenth"},
		{"US-WV", "jun 20 observed sat-1 sun+1", "West Virginia Day"},
		{"US", "jul 4 observed sat-1 sun+1", "Independence Day"},
		{"US-UT", "jul 24 observed sat-1 sun+1", "Pioneer Day"},
		{"US-RI", "2nd mon of aug", "Victory Day"},
		{"US-VT", "aug 16 observed sat-1 sun+1", "Bennington Battle Day"},
		{"US-HI", "3rd fri of aug", "Statehood Day"},
		{"US", "1st mon of sep", "Labor Day"},
		{"US", "2nd mon of oct from 1971", "Columbus Day"},
		{"US-AK", "oct 18 observed sat-1 sun+1", "Alaska Day"},
		{"US-NV", "oct 31 until 1999", "Nevada Day"},
		{"US-NV", "last fri of oct from 2000", "Nevada Day"},
		{"US", "nov 11 observed sat-1 sun+1 until 1970", "Veterans Day"},
		{"US", "4th mon of oct from 1971 until 1977", "Veterans Day"},
		{"US", "nov 11 observed sat-1 sun+1 from 1978", "Veterans Day"},
		{"US", "4th thu of nov", "Thanksgiving Day"},
		{"US-CA US-NV US-TX", "fri after 4th thu of nov", "Day after Thanksgiving"},
		{"US", "dec 25 observed sat-1 sun+1", "Christmas Day"},
		{"US-TX", "dec 24", "Christmas Eve"},
		{"US-TX", "dec 26", "Day after Christmas"},
	}
}
