// Package ring rings.
package ring

// Ring rings.
func Ring() { toll() }

func toll() {}
