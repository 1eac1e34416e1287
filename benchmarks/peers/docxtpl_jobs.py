"""docxtpl in a Python of its own: asked for one tracker after the other, as `node.cjs` is.

Asked: {"data", "out"}. Answered: {"seconds"} of the processor, in this process, warm after the first round.
"""

import json
import sys
import time

from docxtpl import DocxTemplate  # type: ignore[import-not-found, unused-ignore]  # only where peers are measured

for line in sys.stdin:
    asked = json.loads(line)
    with open(asked["data"], encoding="utf-8") as file:
        data = json.load(file)
    begun = time.process_time()
    paper = DocxTemplate(data["jinja"])
    paper.render({"rows": data["rows"]}, autoescape=True)
    paper.save(asked["out"])
    print(json.dumps({"seconds": time.process_time() - begun}), flush=True)
