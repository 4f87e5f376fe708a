def load(text):
    return text
