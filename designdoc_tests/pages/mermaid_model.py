"""mermaid.js, asked what it understood of a diagram: what `test_mermaid.py` starts as a process, as the gate does."""

import sys
from pathlib import Path

from designdoc_assets.markup.mermaid.v8 import serve

MODEL = """
mermaid.parse("classDiagram"); // the first parse registers the kinds of diagrams
const entries = {
  class: (db) => ({
    nodes: [...db.getClasses().values()].map((c) => [c.id, c.label, c.annotations]),
    edges: db.getRelations().map(({ id1, id2, title, relation: { type1, type2, lineType } }) =>
      [id1, id2, title ?? "", type1, type2, lineType]),
  }),
  "flowchart-v2": (db) => ({
    direction: db.getDirection(),
    nodes: [...db.getVertices().values()].map((v) => [v.id, v.text, v.type ?? "square"]),
    edges: db.getEdges().map((e) => [e.start, e.end, e.text, e.stroke]),
    groups: db.getSubGraphs().map((g) => [g.title, g.nodes]),
  }),
};
async function model(text) {
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  return JSON.stringify(entries[diagram.type](diagram.db));
}
"""

if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2], [MODEL], "model")
