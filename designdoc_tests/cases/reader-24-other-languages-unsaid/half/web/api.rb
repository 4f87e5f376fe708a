def get(x) = fetch(x)
