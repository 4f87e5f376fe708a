package main

import (
	"net/http"

	"example.com/pay/store"
)

func main() {
	http.HandleFunc("/pay", pay)
	http.ListenAndServe(":80", nil)
}

func pay(w http.ResponseWriter, r *http.Request) {
	go func() { store.Tell() }()
	err := store.Save(store.Check(store.Load()))
	if err != nil {
		store.Fail(err)
		return
	}
	_ = store.Order{}
}
