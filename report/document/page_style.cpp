#include "document/page_style.hpp"

namespace asparagate {

const char* const page_style = R"css(
:root{--accent:#0f6b5c;--ink:#1d2226;--soft:#5a6570;--line:#d9dee2;--paper:#ffffff;--panel:#f5f7f8;--aar:#0072B2;--aanr:#D55E00}
@media (prefers-color-scheme:dark){:root{--accent:#63c7b3;--ink:#e6eaed;--soft:#a3adb5;--line:#39424a;--paper:#15191d;--panel:#1e2429;--aar:#5ab0e6;--aanr:#f39b5a}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:16px}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Noto Sans","DejaVu Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums}
a{color:var(--accent)}a:focus-visible,summary:focus-visible,button:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.ruo{background:var(--panel);border-bottom:1px solid var(--line);color:var(--soft);font-size:13px;padding:6px 16px;text-align:center}
.ruo b{color:var(--ink)}
footer.ruo{border-bottom:0;border-top:1px solid var(--line);margin-top:48px}
.layout{display:grid;grid-template-columns:232px minmax(0,1fr);gap:40px;max-width:1240px;margin:0 auto;padding:0 24px}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:28px 0;font-size:14px}
nav ol{list-style:none;margin:0;padding:0}nav ol ol{padding-left:12px;margin:2px 0 8px}
nav a{display:block;padding:3px 0;color:var(--ink);text-decoration:none}nav ol ol a{color:var(--soft);font-size:13px;line-height:1.35}
nav a:hover{color:var(--accent)}
main{padding:28px 0;min-width:0}
h1{font-size:28px;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:22px;line-height:1.25;margin:56px 0 8px;padding-top:16px;border-top:1px solid var(--line)}h3{font-size:17px;line-height:1.35;margin:36px 0 8px}
.subtitle{color:var(--soft);margin:0 0 20px}
p,ul.text,dl{max-width:70ch;overflow-wrap:anywhere}p{margin:8px 0}
.tag{display:inline-block;border:1px solid var(--soft);border-radius:3px;color:var(--soft);font-size:12px;letter-spacing:.06em;padding:0 6px;text-transform:uppercase}
.headline{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline;margin:20px 0 8px}
.headline .big{font-size:44px;line-height:1.1;font-weight:600;color:var(--accent)}.headline .what{color:var(--soft);max-width:46ch}
.strip{display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:8px;list-style:none;margin:20px 0 8px;padding:0}
.strip a{display:block;height:100%;border:1px solid var(--line);border-left-width:5px;border-radius:4px;padding:6px 10px;color:var(--ink);text-decoration:none;background:var(--panel)}
.strip a:hover{border-color:var(--accent)}.strip b{display:block;overflow-wrap:anywhere}.strip span{font-size:13px;color:var(--soft);display:block}
.strip .restored a{border-left-color:var(--aar)}.strip .not-restored a{border-left-color:var(--aanr)}.strip .not-evaluable a{border-left-style:dashed;border-left-color:var(--soft)}
figure{margin:8px 0 12px}
.drawing{background:#fff;border:1px solid var(--line);border-radius:4px;padding:8px;overflow-x:auto}
.drawing svg{display:block;width:100%;min-width:600px;max-width:920px;height:auto;margin:0 auto}
figcaption{color:var(--soft);font-size:14px;max-width:78ch;margin-top:8px;overflow-wrap:anywhere}
.files{font-size:13px;margin:4px 0}.files a{margin-right:12px}
details{margin:8px 0;max-width:100%}summary{cursor:pointer;color:var(--accent);font-size:14px;min-height:24px}
.scroll{overflow-x:auto;margin:12px 0;max-width:100%;border:1px solid var(--line);border-radius:4px}
table{border-collapse:collapse;font-size:13.5px;width:100%}caption{text-align:left;color:var(--soft);padding:8px 10px;font-size:13.5px}
th,td{padding:5px 10px;text-align:left;vertical-align:top;border-top:1px solid var(--line)}th{color:var(--soft);font-weight:600;vertical-align:bottom}
th.number{text-align:right}td.number{text-align:right;white-space:nowrap}td{min-width:4.5em;max-width:46ch;overflow-wrap:break-word}
th button{all:unset;cursor:pointer;min-height:24px}th button:hover,th button:focus-visible{color:var(--accent);text-decoration:underline}
th[aria-sort=ascending] button::after{content:" \2191"}th[aria-sort=descending] button::after{content:" \2193"}
button.copy{float:right;font:inherit;font-size:12.5px;color:var(--accent);background:none;border:1px solid var(--line);border-radius:3px;cursor:pointer;padding:1px 8px;min-height:24px}
code{font:12.5px "Noto Sans Mono","DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(9em,max-content) minmax(0,1fr);gap:4px 20px}dt{font-weight:600;max-width:20em}dd{margin:0}
@media (max-width:900px){.layout{grid-template-columns:minmax(0,1fr);gap:0;padding:0 16px}nav{position:static;max-height:none;padding:16px 0 0}nav ol ol{display:none}nav>ol{display:flex;flex-wrap:wrap;gap:0 16px}main{padding:12px 0}dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin-bottom:8px}h1{font-size:24px}.headline .big{font-size:36px}}
@media print{:root{--accent:#0f6b5c;--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--panel:#fff}body{font-size:10pt}nav,button.copy,.files{display:none}.layout{display:block;max-width:none;padding:0}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}.drawing{border:0;padding:0;overflow:visible}.drawing svg{min-width:0;max-width:100%;max-height:235mm}.scroll{overflow:visible;border:0}table{font-size:7pt}th,td{padding:2px 4px}td{min-width:0}a{color:inherit;text-decoration:none}}
)css";

const char* const page_script = R"js(
"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const key = (row, i) => row.cells[i].dataset.sort ?? row.cells[i].textContent;
  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const order = (a, b) => {
        const x = key(a, i), y = key(b, i);
        if (x === "" || y === "") return (x === "") - (y === "");
        const n = Number(x) - Number(y);
        const result = Number.isNaN(n) ? x.localeCompare(y, document.documentElement.lang, {numeric: true}) : n;
        return down ? -result : result;
      };
      body.append(...[...body.rows].sort(order));
    });
  });
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy";
  copy.textContent = document.body.dataset.copy;
  copy.addEventListener("click", () => {
    const text = [...table.rows].map(row => [...row.cells].map(c => c.textContent.trim()).join("\t")).join("\n");
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    copy.textContent = done ? document.body.dataset.copied : document.body.dataset.notCopied;
    setTimeout(() => { copy.textContent = document.body.dataset.copy; }, 1500);
  });
  table.caption.append(copy);
}
)js";

}  // namespace asparagate
