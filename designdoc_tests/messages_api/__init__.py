"""A Messages API server on loopback for tests: its own token count, prompt cache, prices, bill and faults.

In this process: `server.messages_api`. In one of its own, whose clients can be killed: `process.messages_api_process`.

    with messages_api(failing_review(1), faults={"overloaded": 0.2}, seed=1) as server:
        ...  # base_url=server.url, api_key=provider.ACCEPTED_KEY
        assert server.bill <= cap and server.count(kind="class_doc", verb="write", billed=True) == 3

It shares no code with the package under test, so that its bill is a second opinion.
"""
