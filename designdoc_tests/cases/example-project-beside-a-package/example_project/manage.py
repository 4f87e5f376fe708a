from bars.panel import Panel


def main():
    Panel().show()


if __name__ == "__main__":
    main()
