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

// Measured is what `fewhands benchmark-drift` printed, with --hard and with --no-rota too, on seeds from 30,000,000 on. The
// constants were chosen on seeds below 20,000,000.
var Measured = []Measurement{
	{Rota, 1, 1608, 0.44, 0.18, 0.90, Score{300, 300, 10, 18, 2}, Score{295, 300, 12, 24, 3}},
	{Rota, 3, 1608, 0.68, 0.34, 1.22, Score{300, 300, 6, 9, 1}, Score{300, 300, 7, 13, 2}},
	{Rota, 8, 1608, 0.62, 0.30, 1.14, Score{300, 300, 4, 7, 1}, Score{300, 300, 4, 8, 1}},
	{Rota, 20, 1608, 0.81, 0.43, 1.38, Score{300, 300, 3, 5, 1}, Score{300, 300, 3, 6, 1}},
	{HardRota, 1, 1004, 2.19, 1.37, 3.32, Score{200, 200, 10, 18, 3}, Score{193, 200, 13, 26, 3}},
	{HardRota, 3, 1004, 2.69, 1.77, 3.91, Score{200, 200, 7, 10, 2}, Score{199, 200, 7, 13, 2}},
	{HardRota, 8, 1004, 3.19, 2.18, 4.50, Score{200, 200, 4, 7, 1}, Score{200, 200, 5, 8, 1}},
	{HardRota, 20, 1004, 3.69, 2.59, 5.08, Score{200, 200, 3, 5, 1}, Score{200, 200, 4, 6, 1}},
	{NoRota, 1, 1004, 0.30, 0.06, 0.87, Score{118, 150, 27, 41, 3}, Score{80, 150, 28, 46, 5}},
	{NoRota, 3, 1004, 0.90, 0.41, 1.70, Score{150, 150, 15, 28, 2}, Score{111, 150, 16, 33, 3}},
	{NoRota, 8, 1004, 1.29, 0.69, 2.21, Score{149, 150, 11, 16, 2}, Score{113, 150, 13, 25, 2}},
	{NoRota, 20, 1004, 1.59, 0.91, 2.59, Score{150, 150, 10, 16, 1}, Score{111, 150, 12, 25, 2}},
}
