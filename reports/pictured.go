package reports

// defaultPictured is how many pages of services, teams and repositories have still pictures. A picture takes 40 to 200 ms of a
// processor: on all pages of 2,000 services that would be half an hour.
const defaultPictured = 8

// choosePictured picks the pages whose charts are drawn as still pictures too: those that the findings speak of, in their order, then
// teams, services and repositories by name.
func (s *site) choosePictured() map[[2]string]bool {
	most := s.opts.Pictured
	if most == 0 {
		most = defaultPictured
	}
	has := map[[2]string]bool{}
	for _, list := range [][]*place{s.teams, s.services} {
		for _, p := range list {
			has[[2]string{p.scope, p.key}] = true
		}
	}
	for _, r := range s.repos {
		has[[2]string{"repo", r.Repo}] = true
	}
	var order [][2]string
	for _, f := range s.findings {
		order = append(order, [2]string{f.Scope, f.Entity})
	}
	for _, list := range [][]*place{s.teams, s.services} {
		for _, p := range list {
			order = append(order, [2]string{p.scope, p.key})
		}
	}
	for _, r := range s.repos {
		order = append(order, [2]string{"repo", r.Repo})
	}
	chosen := map[[2]string]bool{}
	for _, key := range order {
		if len(chosen) >= most {
			break
		}
		if has[key] {
			chosen[key] = true
		}
	}
	return chosen
}

// picture draws the charts of a page as still pictures, where it is one of those that have them. The organisation's page is, unless
// there are to be none.
func (s *site) picture(scope, key string, lists ...[]chart) error {
	if s.opts.Pictured < 0 || scope != "org" && !s.pictured[[2]string{scope, key}] {
		return nil
	}
	for _, list := range lists {
		if err := s.painters.draw(list); err != nil {
			return err
		}
	}
	return nil
}

// pictureSections is picture for the charts of sections.
func (s *site) pictureSections(scope, key string, list []section) error {
	for _, part := range list {
		if err := s.picture(scope, key, part.First, part.Charts); err != nil {
			return err
		}
	}
	return nil
}
