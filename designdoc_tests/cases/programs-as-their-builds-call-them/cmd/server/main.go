package main

import "example.org/team/herald/v2/ring"

func main() {
	ring.Ring()
}
