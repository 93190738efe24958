// Turns the screen of a terminal, with its colour codes, into a picture that needs nothing but a monospaced font. It brings
// its own background, so that it can be read on a light page and on a dark one.
const CELL = { width: 8.4, height: 19 };
const MARGIN = 18;
const TITLE_HEIGHT = 34;
const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';
const COLORS = { 31: '#ff7b72', 32: '#56d364', 33: '#e3b341', 36: '#79c0ff' };
const ESCAPE = '\u001b';
const COLOR_CODE = new RegExp(`(${ESCAPE}\\[[\\d;]*m)`);
const FOREGROUND = '#e6edf3';
const DIM = '#8b949e';

/** @returns the text of an SVG file */
export function terminalSvg(screen, title, columns) {
  const lines = screen.split('\n');
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = Math.ceil(TITLE_HEIGHT + lines.length * CELL.height + MARGIN);
  const rows = drawRows(lines);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9" fill="#0d1117" stroke="#30363d"/>
${['#ff5f57', '#febc2e', '#28c840'].map((fill, i) => `<circle cx="${20 + 18 * i}" cy="17" r="5.5" fill="${fill}"/>`).join('')}
<g font-family='${FONT}' font-size="14" xml:space="preserve">
<text x="${width / 2}" y="22" fill="${DIM}" font-size="12" text-anchor="middle">${escaped(title)}</text>
${rows.join('\n')}
</g>
</svg>
`;
}

/** A style holds until it is changed, also over the end of a line. */
function drawRows(lines) {
  const rows = [];
  let style = plain();
  for (const [row, line] of lines.entries()) {
    let column = 0;
    for (const part of line.split(COLOR_CODE)) {
      if (part.startsWith(ESCAPE)) {
        style = restyled(style, part);
      } else if (part !== '') {
        rows.push(...drawPart(part, row, column, style));
        column += [...part].length;
      }
    }
  }
  return rows;
}

const plain = () => ({ color: undefined, bold: false, dim: false });

function restyled(style, code) {
  let next = { ...style };
  for (const number of code.slice(2, -1).split(';').map(Number)) {
    if (number === 0) next = plain();
    else if (number === 1) next.bold = true;
    else if (number === 2) next.dim = true;
    else if (number === 22) next = { ...next, bold: false, dim: false };
    else if (number === 39) next.color = undefined;
    else if (number in COLORS) next.color = COLORS[number];
  }
  return next;
}

/** Bars are drawn and not written: fonts leave gaps between their cells. */
function drawPart(text, row, column, style) {
  const y = TITLE_HEIGHT + row * CELL.height;
  const fill = style.color ?? (style.dim ? DIM : FOREGROUND);
  const opacity = style.dim && style.color ? ' opacity="0.75"' : '';
  const drawn = [];
  for (const { 0: piece, index } of text.matchAll(/[━╸]+|─+|[^━╸─]+/g)) {
    const x = round(MARGIN + (column + [...text.slice(0, index)].length) * CELL.width);
    const length = [...piece].length * CELL.width;
    if (/[━╸]/.test(piece))
      drawn.push(`<rect x="${x}" y="${y + 7}" width="${round(length)}" height="4.5" rx="2" fill="${fill}"/>`);
    else if (piece.startsWith('─'))
      drawn.push(`<rect x="${x}" y="${y + 8.5}" width="${round(length)}" height="1.5" fill="#484f58"/>`);
    else if (piece.trim() !== '') drawn.push(textOf(piece, x, y, fill, opacity, style.bold));
  }
  return drawn;
}

function textOf(piece, x, y, fill, opacity, bold) {
  const start = piece.length - piece.trimStart().length;
  const words = piece.trim();
  const left = round(x + start * CELL.width);
  const length = round([...words].length * CELL.width);
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${left}" y="${y + 14}" fill="${fill}"${opacity}${weight} textLength="${length}">${escaped(words)}</text>`;
}

const round = (value) => Math.round(value * 10) / 10;

const escaped = (text) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
