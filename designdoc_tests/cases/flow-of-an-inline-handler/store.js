/** Keeps orders. */
exports.load = function load(id) { return id; };
exports.check = function check(id) { return id; };
exports.each = function each(id) { return id; };
exports.save = async function save(id) { return id; };
exports.tell = function tell(id) { return id; };
exports.fail = function fail(id) { return id; };
exports.ready = function ready() { return 1; };
