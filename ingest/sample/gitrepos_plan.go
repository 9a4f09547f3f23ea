package sample

// repositoryPlan is one line of the list of repositories.
type repositoryPlan struct {
	name, team, language string
	weekly               float64 // commits by people
	robots               float64 // commits by the robot that updates dependencies, in a week
	releases             int     // weeks from one to the next
	annotated            bool    // releases are annotated tags
	mailmap              string
	areas                []areaPlan
}

// areaPlan is a directory and who works in it: first some, and from so many weeks before the as-of date on, little by
// little over so many weeks, others. Areas get commits as their share says.
type areaPlan struct {
	dir         string
	service     string // whose code it is; empty: of all services of the repository
	share       float64
	begins      int // files at the start
	words       []string
	first       hands
	later       hands // nil: no change
	turns, over int
}

// hands is who does how much.
type hands []hand

type hand struct {
	login  string
	weight float64
}

// robot updates dependencies.
const robot = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"

// alias is another name or address that a person commits under in a share of their commits.
type alias struct {
	share       float64
	name, email string
}

// aliases is who does not always commit with the address that PagerDuty knows. Some are in a .mailmap.
var aliases = map[string]alias{
	"jonas.ek":       {0.5, "Jonas Ek", "4821907+jonasek@users.noreply.github.com"},
	"marta.kowalska": {0.4, "marta", "marta@kowalska.example"},
	"aisha.bello":    {0.6, "aisha", "aisha@bello.example"},
	"dmitri.volkov":  {0.2, "Dima Volkov", "dima@volkov.example"},
	"wiremu.parata":  {1, "Wiremu Parata", "77120344+wparata@users.noreply.github.com"},
	"linnea.holm":    {0.3, "Linnéa Holm", "linneaholm@users.noreply.github.com"}, // the older form of such addresses
	"lucia.marin":    {1, "lucia", "9917203+luciamarin@users.noreply.github.com"}, // she edits on the website
	"sven.ostberg":   {0.06, "Sven Östberg", sharedAddress},
	"yuki.tanaka":    {0.06, "Yuki Tanaka", sharedAddress},
}

// sharedAddress is that of a machine on which two people commit.
const sharedAddress = "ops@example.com"

// codebase is all repositories.
var codebase = []repositoryPlan{
	{
		name: "payments", team: "Payments", language: "go", weekly: 19, robots: 0.8, releases: 2, annotated: true,
		mailmap: "Marta Kowalska <marta.kowalska@example.com> marta <marta@kowalska.example>\n",
		areas: []areaPlan{
			{
				dir: "checkout", service: "Checkout", share: 9, begins: 40, words: []string{"basket", "card", "acquirer", "voucher", "shipping", "retry", "refund", "total"},
				first: hands{{"ana.lind", 3}, {"bo.marklund", 2}, {"priya.raman", 2}, {"jonas.ek", 3}, {"seun.adeyemi", 2}, {"leila.haddad", 2}, {"marta.kowalska", 1}},
				later: hands{{"ana.lind", 5}, {"bo.marklund", 5}, {"priya.raman", 0.7}, {"jonas.ek", 0.8}, {"seun.adeyemi", 0.5}, {"leila.haddad", 0.7}},
				turns: driftOnset, over: driftWeeks,
			},
			{
				dir: "payouts", service: "Payouts", share: 5, begins: 24, words: []string{"batch", "bank", "ledger", "statement", "fee", "settlement"},
				first: hands{{"priya.raman", 4}, {"leila.haddad", 3}, {"seun.adeyemi", 2}, {"ana.lind", 1}},
			},
			{
				dir: "invoicing", service: "Invoicing", share: 3, begins: 16, words: []string{"invoice", "tax", "template", "reminder", "archive"},
				first: hands{{"seun.adeyemi", 3}, {"jonas.ek", 3}, {"marta.kowalska", 2}, {"leila.haddad", 1}},
			},
			{
				dir: "deploy", share: 1.5, begins: 8, words: []string{"alerts", "limits", "canary", "dashboard"},
				first: hands{{"bo.marklund", 4}, {"henrik.dahlgren", 2}, {"jonas.ek", 1}},
			},
		},
	},
	{
		name: "search", team: "Search", language: "py", weekly: 14, robots: 0.7, releases: 1, annotated: true,
		mailmap: "Aisha Bello <aisha.bello@example.com> aisha <aisha@bello.example>\n",
		areas: []areaPlan{
			{
				dir: "api", service: "Search API", share: 6, begins: 28, words: []string{"query", "facet", "filter", "synonym", "cursor", "cache", "token"},
				first: hands{{"dmitri.volkov", 4}, {"aisha.bello", 3}, {"grace.kim", 2}, {"caleb.whitehorse", 2}, {"meilin.chen", 3}},
			},
			{
				dir: "ranking", service: "Search API", share: 4, begins: 20, words: []string{"score", "signal", "boost", "feature", "sample"},
				first: hands{{"caleb.whitehorse", 3}, {"dmitri.volkov", 2}, {"grace.kim", 2}, {"meilin.chen", 4}},
			},
			{
				dir: "recommend", service: "Recommendations", share: 3, begins: 16, words: []string{"model", "segment", "neighbour", "history"},
				first: hands{{"aisha.bello", 3}, {"grace.kim", 3}, {"caleb.whitehorse", 1}, {"tomas.rivera", 1}},
			},
			{dir: "deploy", share: 1, begins: 6, words: []string{"alerts", "replicas", "canary"}, first: hands{{"aisha.bello", 4}, {"dmitri.volkov", 1}}},
		},
	},
	{
		name: "indexer", team: "Search", language: "rs", weekly: 5, robots: 0.5, releases: 3,
		areas: []areaPlan{
			{
				dir: "build", service: "Indexer", share: 5, begins: 18, words: []string{"shard", "segment", "merge", "posting", "schema"},
				first: hands{{"tomas.rivera", 40}, {"caleb.whitehorse", 1}},
			},
			{
				dir: "feeds", service: "Indexer", share: 3, begins: 12, words: []string{"parser", "source", "cursor", "batch"},
				first: hands{{"tomas.rivera", 20}, {"dmitri.volkov", 1}},
			},
		},
	},
	{
		name: "accounts", team: "Accounts", language: "ts", weekly: 11, robots: 0.9, releases: 2, annotated: true,
		areas: []areaPlan{
			{
				dir: "login", service: "Login", share: 6, begins: 26, words: []string{"session", "token", "password", "code", "device", "consent"},
				first: hands{{"hugo.ferreira", 6}, {"siobhan.byrne", 4}, {"kwame.mensah", 1}, {"aroha.ngata", 0.5}},
				later: hands{{"hugo.ferreira", 2}, {"siobhan.byrne", 1}, {"kwame.mensah", 3}, {"aroha.ngata", 3}, {"wiremu.parata", 2}, {"nikhil.deshmukh", 1}},
				turns: rotation, over: 10,
			},
			{
				dir: "profiles", service: "Profiles", share: 4, begins: 18, words: []string{"avatar", "address", "preference", "export", "erasure"},
				first: hands{{"hugo.ferreira", 3}, {"kwame.mensah", 2}, {"wiremu.parata", 2}, {"nikhil.deshmukh", 1}},
				later: hands{{"hugo.ferreira", 1}, {"kwame.mensah", 2}, {"wiremu.parata", 3}, {"nikhil.deshmukh", 2}, {"aroha.ngata", 2}},
				turns: rotation, over: 10,
			},
			{
				dir: "deploy", share: 1, begins: 6, words: []string{"alerts", "secrets", "regions"},
				first: hands{{"hugo.ferreira", 4}, {"siobhan.byrne", 1}},
				later: hands{{"hugo.ferreira", 1}, {"kwame.mensah", 1}, {"aroha.ngata", 2}},
				turns: rotation, over: 10,
			},
		},
	},
	{
		name: "platform", team: "Platform", language: "go", weekly: 12, robots: 0.6, releases: 4, annotated: true,
		areas: []areaPlan{
			{
				dir: "bus", service: "Event bus", share: 5, begins: 22, words: []string{"broker", "topic", "consumer", "quota", "offset", "schema"},
				first: hands{{"sven.ostberg", 4}, {"yuki.tanaka", 4}, {"fatima.idrissi", 1}, {"emil.sundqvist", 0.7}},
			},
			{
				dir: "clusters", service: "Kubernetes", share: 4, begins: 20, words: []string{"node", "ingress", "certificate", "policy", "volume"},
				first: hands{{"yuki.tanaka", 4}, {"sven.ostberg", 4}, {"emil.sundqvist", 1}, {"fatima.idrissi", 0.7}},
			},
			{
				dir: "runners", service: "CI runners", share: 2, begins: 10, words: []string{"queue", "image", "artifact"},
				first: hands{{"yuki.tanaka", 3}, {"sven.ostberg", 3}, {"fatima.idrissi", 1}, {"emil.sundqvist", 1}},
			},
		},
	},
	{
		name: "storefront", team: "Storefront", language: "ts", weekly: 9, robots: 0.8, releases: 1, annotated: true,
		mailmap: "Linnéa Holm <linnea.holm@example.com> <linneaholm@users.noreply.github.com>\n",
		areas: []areaPlan{
			{
				dir: "shop", service: "Web shop", share: 6, begins: 24, words: []string{"page", "product", "basket", "banner", "image", "route", "menu"},
				first: hands{{"daniel.okafor", 4}, {"chloe.laurent", 3}, {"linnea.holm", 4}, {"zoltan.nagy", 1}, {"lucia.marin", 4}},
			},
			{
				dir: "pages", service: "Content", share: 2, begins: 14, words: []string{"campaign", "article", "text", "season"},
				first: hands{{"linnea.holm", 2}, {"chloe.laurent", 1}, {"daniel.okafor", 1}, {"zoltan.nagy", 1}, {"lucia.marin", 2}, {"d.okafor", 0.5}},
			},
			{
				dir: "editor", service: "Content", share: 2, begins: 12, words: []string{"draft", "preview", "layout", "history"},
				first: hands{{"linnea.holm", 3}, {"daniel.okafor", 2}, {"chloe.laurent", 2}},
			},
			{dir: "deploy", share: 1, begins: 6, words: []string{"cache", "regions", "canary"}, first: hands{{"daniel.okafor", 2}, {"chloe.laurent", 2}, {"linnea.holm", 1}}},
		},
	},
	{ // which belongs to no service
		name: "tools", team: "Platform", language: "py", weekly: 4, robots: 0.5, releases: 6,
		areas: []areaPlan{
			{
				dir: "scripts", share: 3, begins: 24, words: []string{"report", "cleanup", "export", "audit"},
				first: hands{{"emil.sundqvist", 3}, {"fatima.idrissi", 3}, {"yuki.tanaka", 2}, {"kwame.mensah", 1}, {"jonas.ek", 1}},
			},
			{
				dir: "setup", share: 1, begins: 10, words: []string{"laptop", "access", "editor"},
				first: hands{{"emil.sundqvist", 2}, {"fatima.idrissi", 2}, {"linnea.holm", 1}, {"kwame.mensah", 1}},
			},
		},
	},
	{
		name: "coupons", team: "Growth", language: "rb", weekly: 6, robots: 0.5, releases: 4,
		areas: []areaPlan{
			{
				dir: "campaigns", service: "Coupons", share: 4, begins: 18, words: []string{"campaign", "rule", "segment", "budget"},
				first: hands{{"viktor.halasz", 5}, {"beatriz.fonseca", 2}, {"owen.gallagher", 1}},
			},
			{
				dir: "codes", service: "Coupons", share: 3, begins: 14, words: []string{"code", "import", "redeem", "limit"},
				first: hands{{"beatriz.fonseca", 4}, {"owen.gallagher", 2}, {"viktor.halasz", 1}},
			},
		},
	},
}
