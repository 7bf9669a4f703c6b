package scoring

func (q *reading) changes(f interface{}) {}
