package lead

// Temperature gives the temperature that was set, and whether it is the same over the whole span.
func (f *Facts) Temperature() (band string, fixed bool) {
	first := f.env.Bank[bankClock][clockTemperature]
	return first.Text, first == f.upper[bankClock][clockTemperature]
}
