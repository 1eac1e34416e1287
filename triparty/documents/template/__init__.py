"""Fields in brackets → Word: a template is checked, compiled once to strings and slots, and filled.

The whole grammar: `【会议.标题】` or `{{ meeting.title }}` is the value in the look of the place; a table row
that names a list repeats; `【每个 议题】`…`【结束】` repeats and `【若有 意见】`…`【结束】` keeps what is between;
a paragraph that is only a Markdown field becomes structure in the template's own styles, one that is only a picture
field the picture, fitted to its column. Nothing else exists, so a template can run no code, and what is in the
values is never read as a template.
"""

from triparty.documents.template.compile import FieldUse, Place, Template, compile_template
from triparty.documents.template.write import PaperProperties, check_fields, write

__all__ = ["FieldUse", "PaperProperties", "Place", "Template", "check_fields", "compile_template", "write"]
