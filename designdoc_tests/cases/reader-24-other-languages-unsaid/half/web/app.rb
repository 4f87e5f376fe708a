def app = 1
