package drift

// Setting is what a measurement was made on; see package simulate.
type Setting string

// The settings.
const (
	Rota     Setting = "a rota is known"
	HardRota Setting = "a rota is known, and three in ten covers and swaps are not in it"
	NoRota   Setting = "no rota is known"
)

// Measurement is what Detect did on made-up services.
type Measurement struct {
	Setting   Setting
	PerWeek   float64 // incidents
	Years     float64 // healthy service-years
	Rate      float64 // false alarms in 100 of them
	Low, High float64 // its 95 % confidence interval
	Reference Score   // one of six people comes to take 70 % in eight weeks
	Mixed     Score   // one or two of four to nine come to take 50 to 80 % in four to twelve
}

// Score is how it did on drifts. Delays are medians and 90th percentiles, in weeks from the week in which the drift begins to
// the week at whose end it is found; Since is the median error of the week given as its begin.
type Score struct {
	Found, Of             int
	Delay, Delay90, Since int
}

// Measured is what `fewhands benchmark-drift` printed, with --hard and with --no-rota too, on seeds from 200,000,000 on. The
// constants were chosen on seeds below 20,000,000.
var Measured = []Measurement{
	{Rota, 1, 20018, 0.45, 0.36, 0.55, Score{999, 1000, 10, 18, 2}, Score{990, 1000, 12, 23, 3}},
	{Rota, 3, 40029, 0.80, 0.71, 0.89, Score{3000, 3000, 6, 10, 2}, Score{3000, 3000, 7, 12, 2}},
	{Rota, 8, 32000, 0.77, 0.67, 0.87, Score{2000, 2000, 4, 7, 1}, Score{2000, 2000, 5, 8, 1}},
	{Rota, 20, 20018, 0.62, 0.52, 0.74, Score{1000, 1000, 3, 5, 1}, Score{1000, 1000, 3, 6, 1}},
	{HardRota, 1, 2997, 2.14, 1.64, 2.73, Score{300, 300, 10, 17, 2}, Score{296, 300, 13, 26, 3}},
	{HardRota, 3, 2997, 2.84, 2.27, 3.51, Score{300, 300, 7, 11, 2}, Score{300, 300, 7, 12, 2}},
	{HardRota, 8, 2997, 3.30, 2.68, 4.02, Score{300, 300, 5, 7, 1}, Score{300, 300, 5, 8, 1}},
	{HardRota, 20, 2997, 2.84, 2.27, 3.51, Score{300, 300, 3, 5, 1}, Score{300, 300, 4, 6, 1}},
	{NoRota, 1, 8021, 0.25, 0.15, 0.39, Score{358, 500, 29, 42, 4}, Score{235, 500, 28, 44, 3}},
	{NoRota, 3, 8021, 0.66, 0.49, 0.86, Score{495, 500, 17, 26, 2}, Score{363, 500, 19, 32, 3}},
	{NoRota, 8, 8021, 0.67, 0.51, 0.88, Score{500, 500, 12, 19, 2}, Score{391, 500, 14, 27, 2}},
	{NoRota, 20, 8021, 0.76, 0.58, 0.98, Score{499, 500, 11, 18, 1}, Score{389, 500, 13, 26, 2}},
}

// PerYear is how many false alarms a healthy service gives in a year at the most: the highest upper end that was measured. Rotas
// in which much is missing are left out, as nobody knows which they are.
func PerYear() float64 {
	most := 0.0
	for _, m := range Measured {
		if m.Setting != HardRota {
			most = max(most, m.High/100)
		}
	}
	return most
}
