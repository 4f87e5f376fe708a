// Prints what TypeScript or JavaScript code uses, as the compiler's checker resolves it: path and qualified name of the
// user, and of what is used, by tabs. Of a name that the checker does not know, the path is `?`.
// Paths are told on standard input and are one program; the compiler is the package in the folder that NODE_PATH names.
"use strict";
const ts = require("typescript");
const fs = require("fs");
const { declared, literalOf } = require("./typescript.js");

// Another name of a type is no user: what it says is the module's.
const USERS = /^(type!?|class|interface|enum|namespace|function|method)$/;
const paths = fs.readFileSync(0, "utf8").split("\n").filter(Boolean);
const program = ts.createProgram(paths, {
  allowJs: true,
  checkJs: false,
  strict: true,
  noEmit: true,
  jsx: ts.JsxEmit.Preserve,
  target: ts.ScriptTarget.Latest,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
});
const checker = program.getTypeChecker();
const files = program.getSourceFiles().filter((file) => paths.includes(file.fileName));
const members = new Set();
const named = new Map(); // a node that declares, or the name in it: kind, path and qualified name
for (const file of files)
  declared(file, (what, name, node) => {
    const isHolder = what === "type!" && ts.isPropertyAccessExpression(node); // said of `app` at each `app.x = …`
    if (!isHolder && (!named.has(node) || what === "method")) named.set(node, { what, path: file.fileName, name });
    members.add(`${file.fileName}\t${name}`);
  });
const lines = new Set();
for (const file of files) visit(file, null);
process.stdout.write([...lines].join("\n") + "\n");

// What a declaration is called, if it has a name that others can use.
function nameOf(node) {
  const literal = node.initializer && literalOf(node.initializer);
  const isMade = ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isClassExpression(node);
  const assignment = isMade ? node.parent : node;
  const written = ts.isBinaryExpression(assignment) ? assignment.left : null;
  return [node, node.name, literal, written].map((each) => each && named.get(each)).find(Boolean);
}

function visit(node, user) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return;
  const own = nameOf(node);
  const code = own && own.what === "type!" && named.get(node.name); // a function that is a class: its code makes one
  const within = code || (own && USERS.test(own.what) ? own : user);
  if (within && ts.isCallExpression(node)) called(node, within);
  if (within && (ts.isIdentifier(node) || ts.isPrivateIdentifier(node))) note(node, within);
  ts.forEachChild(node, (child) => visit(child, within));
}

function note(node, user) {
  const { parent } = node;
  if (ts.isBindingElement(parent) && (parent.propertyName || parent.name) === node && ts.isObjectBindingPattern(parent.parent)) {
    if (!parent.dotDotDotToken) say(checker.getTypeAtLocation(parent.parent).getProperty(node.text), node, user);
    return;
  }
  const isTaken = parent.name === node && ts.isObjectLiteralExpression(parent.parent) && isTarget(parent.parent);
  if (isTaken) return say(checker.getTypeAtLocation(parent.parent.parent.right).getProperty(node.text), node, user);
  if (ts.isShorthandPropertyAssignment(parent)) return say(checker.getShorthandAssignmentValueSymbol(parent), node, user);
  if (parent.name === node && !ts.isPropertyAccessExpression(parent) && !ts.isMetaProperty(parent)) return; // it declares
  if (ts.isJsxAttribute(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return;
  const own = ts.isPropertyAccessExpression(parent) && parent.name === node ? ownMember(parent) : null;
  if (own) return add(`${user.path}\t${user.name}`, own);
  say(checker.getSymbolAtLocation(node), node, user);
}

// Whether what looks like an object is a pattern that something is taken apart with: `({ a, b } = c)`.
function isTarget(literal) {
  const { parent } = literal;
  return ts.isBinaryExpression(parent) && parent.left === literal && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

// What is called is an object of some type, by no name: nothing is said of it.
function called(node, user) {
  const type = checker.getTypeAtLocation(node.expression);
  for (const symbol of [type.symbol, type.aliasSymbol]) if (symbol) lines.add(`${user.path}\t${user.name}\t?\t${symbol.name}`);
}

// The member of the very object or class, where the checker has that of the interface or base that declares it, too.
function ownMember(access) {
  const holders = [];
  if (access.expression.kind === ts.SyntaxKind.ThisKeyword) {
    const here = checker.getTypeAtLocation(access.expression);
    const types = [checker.getBaseConstraintOfType(here) || here];
    for (let type; (type = types.shift()); types.push(...((type.isClassOrInterface() && checker.getBaseTypes(type)) || [])))
      for (const one of (type.symbol && type.symbol.declarations) || []) holders.push(nameOf(one));
  } else if (ts.isIdentifier(access.expression)) {
    let symbol = checker.getSymbolAtLocation(access.expression);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    const one = symbol && symbol.valueDeclaration;
    if (one && ts.isVariableDeclaration(one) && one.initializer && literalOf(one.initializer)) holders.push(nameOf(one));
  }
  const own = holders.map((one) => one && `${one.path}\t${one.name}.${access.name.text}`);
  return own.find((member) => members.has(member));
}

function say(symbol, node, user, depth = 0) {
  if (depth > 20) return;
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  const from = `${user.path}\t${user.name}`;
  if (!symbol || !symbol.declarations) return void lines.add(`${from}\t?\t${node.text}`);
  for (const each of symbol.declarations) {
    // What an object has under a name is what another name means, as in `module.exports = { helper }`.
    if (ts.isShorthandPropertyAssignment(each)) return say(checker.getShorthandAssignmentValueSymbol(each), node, user, depth + 1);
    const put = ts.isPropertyAssignment(each) ? each.initializer : isPut(each) ? each.parent.right : null;
    if (put && ts.isIdentifier(put) && !nameOf(each)) return say(checker.getSymbolAtLocation(put), node, user, depth + 1);
    // Another name of a type means that type.
    if (ts.isTypeAliasDeclaration(each) && ts.isTypeReferenceNode(each.type) && !each.type.typeArguments)
      return say(checker.getSymbolAtLocation(each.type.typeName), node, user, depth + 1);
    const used = nameOf(each);
    if (used) add(from, `${used.path}\t${used.name}`);
  }
}

function isPut(node) {
  return ts.isPropertyAccessExpression(node) && ts.isBinaryExpression(node.parent) && node.parent.left === node;
}

function add(from, to) {
  if (to !== from) lines.add(`${from}\t${to}`);
}
