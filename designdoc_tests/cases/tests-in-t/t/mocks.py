from pkg.m import send


def sent(message):
    return send(message)
