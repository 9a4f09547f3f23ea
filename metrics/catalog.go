package metrics

import "slices"

// Catalog is every metric, in report order.
var Catalog = slices.Concat(
	concentration,
	rotation,
	personPages,
	personShifts,
	personWork,
	load,
	response,
	sharedOwnership,
	knowledge,
	trust,
)

// Find gives the metric of that name.
func Find(name string) (Metric, bool) {
	i := slices.IndexFunc(Catalog, func(m Metric) bool { return m.Name == name })
	if i < 0 {
		return Metric{}, false
	}
	return Catalog[i], true
}
