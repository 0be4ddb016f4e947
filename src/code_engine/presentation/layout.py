"""The layout of the HTML page as a style sheet, for screen and paper; the colours are in `palette`."""

from __future__ import annotations

LAYOUT = """
*{box-sizing:border-box}
body{
  margin:0;background:var(--paper);color:var(--ink);
  font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Arial,sans-serif}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;z-index:1}
.wide{max-width:72rem;margin:0 auto;padding:0 1.25rem}
.brand{padding:1.4rem 0}
.brand p{margin:0}
.brand h1{margin:.15rem 0 0;font-size:1.75rem;line-height:1.25;overflow-wrap:anywhere}
main>section{margin:2.25rem 0}
h2{
  font-size:1.35rem;line-height:1.3;margin:0 0 .75rem;padding-bottom:.3rem;
  border-bottom:2px solid var(--line)}
h3{font-size:1.08rem;margin:1.75rem 0 .5rem}
.standing{font-size:1.2rem;font-weight:600;margin:0 0 1rem}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem;padding:0;margin:0 0 1rem;list-style:none}
.tiles li{border-radius:.4rem;padding:.4rem .9rem;min-width:7rem}
.tiles strong{display:block;font-size:1.6rem;line-height:1.2}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;padding:0;margin:1rem 0;list-style:none}
.tasks{list-style:none;padding:0;margin:0}
.tasks li{
  border:1px solid var(--line);border-left:.4rem solid var(--line);border-radius:.3rem;
  padding:.6rem .9rem;margin:0 0 .6rem;overflow-wrap:anywhere}
.tasks p{margin:0}
.tasks .meta{color:var(--soft);font-size:.92rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.96rem}
caption{text-align:left;color:var(--soft);font-size:.92rem;padding:.2rem 0 .4rem}
th,td{
  text-align:left;vertical-align:top;padding:.55rem .7rem;border-bottom:1px solid var(--line);
  overflow-wrap:break-word}
thead th{background:var(--panel);font-weight:600}
tbody th{font-weight:600}
td p{margin:0 0 .3rem}
td p:last-child{margin:0}
.date{white-space:nowrap}
.date .soft{display:block;white-space:normal}
td.number{text-align:right;font-variant-numeric:tabular-nums}
th.number{text-align:right}
.findings td:first-of-type{width:9.5rem}
.findings tbody th{width:6.5rem;white-space:normal}
.status{
  display:inline-block;border-radius:.3rem;padding:.1rem .5rem;font-weight:600;font-size:.92rem}
.soft{color:var(--soft);font-size:.92rem}
tr.own>*{border-top:0}
tr.own th,tr.own td{padding-left:.7rem}
.own-name{display:block;font-weight:400;font-size:.88rem;color:var(--soft)}
td ul{margin:.2rem 0 .3rem;padding-left:1.2rem}
details{margin:.4rem 0 0}
summary{cursor:pointer;color:var(--link)}
details .inner{
  border-left:3px solid var(--line);padding:.2rem 0 .2rem .9rem;margin:.4rem 0;font-size:.92rem;
  overflow-wrap:anywhere}
.inner ul{list-style:none;padding-left:1rem;margin:.1rem 0}
.inner>ul{padding-left:0}
.inner b{font-weight:600}
code{font-family:ui-monospace,Consolas,Menlo,monospace;font-size:.92em;overflow-wrap:anywhere}
figure{margin:0}
figure svg{min-width:44rem;max-width:100%;height:auto}
.notes{
  background:var(--panel);border-left:.4rem solid var(--soft);padding:.6rem 1rem;margin:0 0 1rem}
.notes p{margin:0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem;margin:0}
dt{font-weight:600}
dd{margin:0;overflow-wrap:anywhere}
footer{border-top:1px solid var(--line);padding:1rem 0 2rem;color:var(--soft);font-size:.92rem}
@media (max-width:40rem){
  .findings thead{display:none}
  .findings,.findings caption,.findings tbody,.findings tr,.findings th,.findings td{
    display:block;width:auto!important;border:0}
  .findings tr{border-bottom:1px solid var(--line);padding:.4rem 0}
  .findings th,.findings td{padding:.15rem 0}
  dl{grid-template-columns:1fr}
  dd{margin:0 0 .5rem}
}
"""

PRINT = """
@page{size:A4;margin:16mm 14mm}
@media print{
  body{font-size:10pt}
  nav,.skip{display:none}
  .wide{max-width:none;padding:0}
  .brand{background:none;color:inherit;border-bottom:2px solid #000;padding:0 0 .5rem}
  main>section{margin:1.2rem 0}
  h2,h3,caption{break-after:avoid}
  tr,.tasks li,.tiles li{break-inside:avoid}
  figure{break-inside:avoid}
  figure svg{min-width:0;width:100%}
  .scroll{overflow:visible}
  .status,.tiles li,thead th,.tasks li{print-color-adjust:exact;-webkit-print-color-adjust:exact}
  td details:not([open]){display:none}
  .date{white-space:normal}
  a{color:inherit;text-decoration:none}
}
"""
