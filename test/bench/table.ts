import { type Finding, type Unit, isMet } from './figure.js';

const rounded = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2);
const withUnit = (value: number, unit: Unit): string => `${rounded(value)}${unit === '/s' ? '' : ' '}${unit}`;

const barOf = (finding: Finding): string => {
  const { bar, unit } = finding;
  if (!bar) return '';
  const limit = bar.of === 'figure' ? `${bar.limit} ${unit}` : `${bar.limit} ×`;
  return `${bar.at === 'least' ? '≥' : '≤'} ${limit}: ${isMet(finding) ? 'met' : 'NOT MET'}`;
};

const cellsOf = (finding: Finding): readonly string[] => {
  const { what, value, least, most, unit, peer, ratio } = finding;
  return [
    what,
    withUnit(value, unit),
    least === most ? '' : `${rounded(least)} … ${rounded(most)}`,
    peer ? `${withUnit(peer.value, unit)} ${peer.what}` : '',
    ratio === undefined ? '' : `${rounded(ratio)} ×`,
    barOf(finding),
  ];
};

const heads = ['what', 'median', 'least … most', 'peer', 'ratio', 'bar'];

/** The findings as a Markdown table that can be read as it is. */
export const tableOf = (all: readonly Finding[]): string => {
  const lines = [heads, ...all.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  const text = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`;
  const [head, ...body] = lines.map(text);
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
};
