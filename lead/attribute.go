package lead

// The names of the attributes that the rooms themselves read.
const (
	attrMarket    = "market"
	attrType      = "type"
	attrPotential = "potential"
	attrZone      = "zone"
)

// Attributes lists what every contract knows of a lead, beside what it declares itself. In expressions they are read as lead.<name>.
// The slice is the caller's.
func Attributes() []Property {
	return props(
		// The person.
		of(Text, "first_name", "last_name", "job_title", "email", "mobile", "language", attrZone),
		known("zone_from", "given", "postal_code", "region", "phone_prefix", "contract"),
		// The company.
		of(Text, "company", "registration", "domain", "industry"), of(Number, "employees"),
		// The demand.
		known(attrMarket, "B2B", "B2C"), of(Text, attrType), of(Amount, attrPotential, "budget"),
		of(Text, "buying_position", "qualification", "competitor"), of(Bool, "contact_validated"), of(Date, "contract_ends"),
		// The place.
		of(Text, "country", "region", "postal_code"), of(Number, "latitude", "longitude"),
	)
}

// Types lists the built-in values of the attribute "type". A contract may add its own.
func Types() []string {
	return []string{"framework_contract", "repeat_purchase", "one_off_purchase", "consumables"}
}

// lasting are the attributes that an erasure leaves, because they say nothing of who the person is. All others go, the contract's own among them:
// whether "hobby" or "badge" tells who somebody is, only people know.
var lasting = []string{attrMarket, attrType, attrPotential, "budget", "employees"}

// personal are the built-in attributes of the person: they go when another person answers for the lead.
var personal = []string{"first_name", "last_name", "job_title", "email", "mobile", "language", attrZone, "zone_from", "buying_position", "contact_validated"}

// derived are the flat names that expressions read of what is not an attribute.
var derived = []Property{
	{Name: "created", Type: Date},         // when the lead became known
	{Name: "cycle", Type: Number},         // how often it came back: 1, 2, …
	{Name: "cost", Type: Amount},          // what its acquisition has cost so far
	{Name: "completeness", Type: Number},  // share of the contract's wanted attributes that are known, 0 to 1
	{Name: "next_project", Type: Date},    // the earliest planned date of an open project, be it past
	{Name: "projects", Type: Number},      // open projects
	{Name: "next_act", Type: Date},        // the earliest date of a planned act of which nobody said what became of it, be it past
	{Name: "top_interest", Type: Text},    // the topic with the most signals
	{Name: "interests", Type: Texts},      // all topics with a signal
	{Name: "may_email", Type: Bool},       // a basis for marketing by email is on record, now
	{Name: "may_phone", Type: Bool},       // by telephone
	{Name: "may_sms", Type: Bool},         // by text message
	{Name: "may_post", Type: Bool},        // by letter
	{Name: "first_channel", Type: Text},   // the channel of the first source
	{Name: "latest_channel", Type: Text},  // the channel of the latest source
	{Name: "first_campaign", Type: Text},  // the campaign of the first source
	{Name: "latest_campaign", Type: Text}, // the campaign of the latest source
	{Name: "returns", Type: Number},       // how often sales gave it back
	{Name: "return_reason", Type: Text},   // why, the last time
}
