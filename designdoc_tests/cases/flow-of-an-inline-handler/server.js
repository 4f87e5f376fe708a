const express = require("express");
const { check, each, fail, load, ready, save, tell } = require("./store");

const app = express();
ready();

app.post("/pay", async (req, res) => {
    try {
        const found = check(load(req.body.id));
        found.forEach((one) => each(one));
        setTimeout(() => tell(), 10);
        await save(found).catch((error) => fail(error));
    } catch (error) {
        fail(error);
    }
});

app.listen(80);
