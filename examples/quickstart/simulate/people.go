package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// place is a town with its country, region and postal code.
type place struct{ country, region, postal, language string }

var places = []place{
	{"FR", "Île-de-France", "75011", "fr"}, {"FR", "Île-de-France", "92100", "fr"}, {"FR", "Hauts-de-France", "59000", "fr"},
	{"FR", "Auvergne-Rhône-Alpes", "69003", "fr"}, {"FR", "Grand Est", "67000", "fr"}, {"FR", "Occitanie", "31000", "fr"},
	{"FR", "Nouvelle-Aquitaine", "33000", "fr"}, {"FR", "Bretagne", "35000", "fr"}, {"FR", "Provence-Alpes-Côte d'Azur", "13002", "fr"},
	{"BE", "Brussels", "1000", "fr"}, {"BE", "Liège", "4000", "fr"}, {"LU", "Luxembourg", "1855", "fr"}, {"CH", "Genève", "1201", "fr"},
	{"DE", "Baden-Württemberg", "77694", "de"}, {"DE", "Nordrhein-Westfalen", "50667", "de"}, {"IT", "Piemonte", "10121", "it"}, {"ES", "Cataluña", "08001", "es"},
}

var (
	firstNames = []string{"Alice", "Bruno", "Camille", "Denis", "Élodie", "Fabien", "Géraldine", "Hélène", "Ismaël", "Julie", "Karim", "Léa", "Mathieu",
		"Nadia", "Olivier", "Pauline", "Quentin", "Rachel", "Samir", "Théo", "Ursula", "Valérie", "William", "Xavier", "Yasmine", "Zoé"}
	lastNames = []string{"Arnaud", "Bernard", "Caron", "Dubois", "Etienne", "Fournier", "Girard", "Henry", "Imbert", "Jacquet", "Klein", "Lambert", "Marchand",
		"Noël", "Olivier", "Petit", "Renard", "Schmitt", "Thomas", "Vidal", "Weber"}
	industries = []string{"logistics", "retail", "health care", "construction", "software", "education", "agriculture", "energy"}
	titles     = []string{"managing director", "fleet manager", "purchasing manager", "office manager", "head of personnel", "accountant", "sales director", "technician"}
	companies  = []string{"Transports", "Comptoir", "Clinique", "Bâtir", "Logiciels", "Institut", "Fermes", "Énergies"}
	sources    = []string{"website", "paid_advertising", "trade_show", "newsletter", "referral", "social_network", "white_paper", "webinar", "event", "contact_form"}
	costs      = []int{6, 45, 90, 8, 12, 30, 20, 35, 70, 6} // about what a lead costs, by source
	campaigns  = []string{"spring fleet", "electric now", "city car", "open days", ""}
	topics     = []string{"costs", "electric", "references", "service", "test drive", "offers"}
)

// person is somebody who may become a customer. heat is how much they want to buy, 0 to 1; it decides how often they show up.
type person struct {
	id, visitor string
	business    bool
	source      int
	heat        float64
	seeker      bool // wants a job, not a car
	props       map[string]any
	place       place
	born        time.Time // when they first show up
}

func personID(n int) string { return fmt.Sprintf("L%04d", n) }

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// meet makes up a person who shows up within the period.
func meet(r *rand.Rand, n int, begin time.Time, period time.Duration) person {
	p := person{id: personID(n), business: r.Float64() < 0.6, place: pick(r, places), heat: r.Float64() * r.Float64()}
	p.born = begin.Add(time.Duration(r.Float64() * float64(period) * 0.85)).Truncate(time.Millisecond)
	p.seeker, p.source = r.Float64() < 0.05, min(r.IntN(len(sources)), r.IntN(len(sources)))
	first, last := pick(r, firstNames), pick(r, lastNames)
	domain := "mail.example"
	p.props = map[string]any{"first_name": first, "last_name": last, "country": p.place.country, "region": p.place.region,
		"postal_code": p.place.postal, "language": p.place.language, "market": "B2C", "type": "one_off_purchase"}
	if p.business {
		domain = p.company(r)
	}
	if !p.business && r.Float64() < 0.1 {
		domain = "campus.edu"
	}
	if !p.business {
		p.props["potential"] = float64(14000 + 1000*r.IntN(30))
	}
	p.props["email"] = strings.ToLower(fmt.Sprintf("%s.%s@%s", plainLetters(first), plainLetters(last), domain))
	return p
}

// company gives the person a company, and returns its mail domain.
func (p *person) company(r *rand.Rand) string {
	i := r.IntN(len(industries))
	name := companies[i] + " " + pick(r, lastNames)
	domain := strings.ReplaceAll(strings.ToLower(plainLetters(name)), " ", "-") + ".example"
	fleet := 1 + int(120*r.Float64()*r.Float64())
	p.props["company"], p.props["domain"], p.props["industry"], p.props["job_title"] = name, domain, industries[i], pick(r, titles)
	p.props["market"], p.props["fleet"], p.props["employees"] = "B2B", float64(fleet), float64(fleet*(2+r.IntN(6)))
	p.props["potential"] = float64(fleet) * 6500
	p.props["type"] = pick(r, []string{"one_off_purchase", "repeat_purchase", "framework_contract"})
	return domain
}

var accents = strings.NewReplacer("é", "e", "É", "e", "è", "e", "ë", "e", "ï", "i", "â", "a", "ô", "o", "'", "")

func plainLetters(s string) string { return accents.Replace(s) }
