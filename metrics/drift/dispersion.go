package drift

// Without a rota, who does what comes in waves: projects, weeks on duty that nobody wrote down, holidays. The dispersion says
// how much more the shares of a service vary from one block of weeks to the next than they would by chance: Pearson's
// chi-squared by its degrees of freedom, over everyone's baseline. What speaks for a drift is divided by it (quasi-likelihood,
// Wedderburn 1974).
const (
	blockWeeks = 4
	// A few blocks say little of it: it is shrunk towards priorDispersion by priorFreedom.
	priorDispersion, priorFreedom = 2.0, 20.0
)

// dispersion of the year before a week; at least 1.
func (d *detector) dispersion(before int) float64 {
	squares, freedom := priorDispersion*priorFreedom, priorFreedom
	first := max(0, before-MostBaseline)
	for row, p := range d.all {
		from := max(first, d.from[row])
		blocks := (before - from) / blockWeeks
		if blocks < 3 {
			continue
		}
		from = before - blocks*blockWeeks
		all := p.sum(from, before)
		rate := all.took / max(all.n, 1)
		if rate < 0.02 || rate > 0.98 {
			continue
		}
		for w := from; w < before; w += blockWeeks {
			block := p.sum(w, w+blockWeeks)
			if block.n > 0 {
				miss := block.took - block.n*rate
				squares += miss * miss / (block.n * rate * (1 - rate))
				freedom++
			}
		}
		freedom--
	}
	return max(1, squares/freedom)
}

func (p *person) sum(from, to int) (t tally) {
	for w := from; w < to; w++ {
		t.add(p, w, 1)
	}
	return t
}
