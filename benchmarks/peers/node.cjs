// The same papers by the libraries of Node: one line asks for one paper, one line answers with what it cost.
//
// Asked: {"job", "data", "out"}. Answered: {"seconds"} of the processor, in this process, warm after the first round.
"use strict";
const fs = require("fs");
const readline = require("readline");

const cache = new Map();
const read = (path) => {
  if (!cache.has(path)) cache.set(path, JSON.parse(fs.readFileSync(path, "utf8")));
  return cache.get(path);
};

function table(docx, rows) {
  const cell = (text) => new docx.TableCell({ children: [new docx.Paragraph({ children: [new docx.TextRun(text)] })] });
  return new docx.Table({
    rows: rows.map((row, at) => new docx.TableRow({ tableHeader: at === 0, children: row.map(cell) })),
  });
}

function runs(docx, inline) {
  const found = [];
  let bold = false;
  let italics = false;
  for (const token of inline) {
    if (token.type === "strong_open" || token.type === "strong_close") bold = token.type === "strong_open";
    else if (token.type === "em_open" || token.type === "em_close") italics = token.type === "em_open";
    else if (token.content) found.push(new docx.TextRun({ text: token.content, bold, italics }));
  }
  return found;
}

function notes(docx, markdown, text) {
  const found = [];
  const lists = [];
  let rows = null;
  let heading = false;
  for (const token of markdown.parse(text, {})) {
    if (token.type === "bullet_list_open") lists.push("bullet");
    else if (token.type === "ordered_list_open") lists.push("numbering");
    else if (token.type.endsWith("_list_close")) lists.pop();
    else if (token.type === "heading_open") heading = true;
    else if (token.type === "heading_close") heading = false;
    else if (token.type === "table_open") rows = [];
    else if (token.type === "tr_open") rows.push([]);
    else if (token.type === "table_close") {
      found.push(table(docx, rows));
      rows = null;
    } else if (token.type === "inline" && rows) rows[rows.length - 1].push(token.content);
    else if (token.type === "inline") {
      const level = lists.length - 1;
      const list =
        level < 0
          ? {}
          : lists[level] === "bullet"
            ? { bullet: { level } }
            : { numbering: { reference: "numbers", level } };
      const look = heading ? { heading: docx.HeadingLevel.HEADING_3 } : list;
      found.push(new docx.Paragraph({ ...look, children: runs(docx, token.children) }));
    }
  }
  return found;
}

async function minutes(data, out) {
  const docx = require("docx");
  const markdown = require("markdown-it")();
  const line = (text) => new docx.Paragraph({ children: [new docx.TextRun(text)] });
  const body = data.head.map(line);
  for (const item of data.items) {
    body.push(new docx.Paragraph({ text: item.title, heading: docx.HeadingLevel.HEADING_1 }));
    body.push(...item.lines.map(line), ...notes(docx, markdown, item.notes));
    for (const rows of item.tables) body.push(table(docx, rows));
    for (const photo of item.photos)
      body.push(
        new docx.Paragraph({
          children: [
            new docx.ImageRun({
              type: "jpg",
              data: fs.readFileSync(photo.file),
              transformation: { width: 590, height: 442 },
            }),
          ],
        }),
      );
  }
  const levels = [0, 1, 2].map((level) => ({ level, format: "decimal", text: `%${level + 1}.`, alignment: "left" }));
  const numbering = { config: [{ reference: "numbers", levels }] };
  fs.writeFileSync(out, await docx.Packer.toBuffer(new docx.Document({ numbering, sections: [{ children: body }] })));
}

async function wordByObjects(data, out) {
  const docx = require("docx");
  const document = new docx.Document({ sections: [{ children: [table(docx, [data.head, ...data.rows])] }] });
  fs.writeFileSync(out, await docx.Packer.toBuffer(document));
}

async function wordByTemplate(data, out) {
  const PizZip = require("pizzip");
  const Docxtemplater = require("docxtemplater");
  const document = new Docxtemplater(new PizZip(fs.readFileSync(data.template)), { paragraphLoop: true });
  document.render({ rows: data.rows.map((row) => Object.fromEntries(row.map((cell, at) => [`c${at}`, cell]))) });
  fs.writeFileSync(out, document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" }));
}

async function excelStreamed(data, out) {
  const { stream } = require("exceljs");
  const book = new stream.xlsx.WorkbookWriter({ filename: out, useStyles: true });
  const sheet = book.addWorksheet("1");
  const border = { top: { style: "thin" }, left: { style: "thin" }, bottom: { style: "thin" }, right: { style: "thin" } };
  for (const row of [data.head, ...data.rows]) {
    const added = sheet.addRow(row);
    added.eachCell((cell) => {
      cell.border = border;
      cell.alignment = { wrapText: true, vertical: "middle" };
    });
    added.commit();
  }
  await book.commit();
}

const jobs = { minutes, "npm docx": wordByObjects, docxtemplater: wordByTemplate, exceljs: excelStreamed };

(async () => {
  for await (const asked of readline.createInterface({ input: process.stdin })) {
    const { job, data, out } = JSON.parse(asked);
    const given = read(data);
    const before = process.cpuUsage();
    await jobs[job](given, out);
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(JSON.stringify({ seconds: (user + system) / 1e6 }) + "\n");
  }
})();
