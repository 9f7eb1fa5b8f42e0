const tokens = /\s*([A-Za-z]\w*|\d[\d,]*(?:\.\d+)?(?:e\d+)?|[-+*/()])/y;

const tokensIn = (formula: string): readonly string[] => {
  const found: string[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < formula.trimEnd().length) {
    const [, token] = tokens.exec(formula) ?? [];
    if (token === undefined) throw new Error(`“${formula}” cannot be read`);
    found.push(token);
  }
  return found;
};

const numberOf = (text: string): number => Number(text.replaceAll(',', ''));

/** Works out a formula of names, numbers, + - * / and parentheses, and `up(…)` for the next whole number. @throws Error */
export const workedOut = (formula: string, valueOf: (name: string) => number): number => {
  const rest = [...tokensIn(formula)];

  const product = (): number => {
    let value = single();
    while (rest[0] === '*' || rest[0] === '/') value = rest.shift() === '*' ? value * single() : value / single();
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (rest[0] === '+' || rest[0] === '-') value = rest.shift() === '+' ? value + product() : value - product();
    return value;
  };
  const inParentheses = (): number => {
    const value = sum();
    if (rest.shift() !== ')') throw new Error(`“${formula}” lacks a parenthesis`);
    return value;
  };
  const single = (): number => {
    const token = rest.shift();
    if (token === '(') return inParentheses();
    if (token === 'up' && rest[0] === '(') return Math.ceil(single());
    if (token === undefined || /^[-+*/)]/.test(token)) throw new Error(`“${formula}” breaks off`);
    return /^\d/.test(token) ? numberOf(token) : valueOf(token);
  };

  const value = sum();
  if (rest.length > 0) throw new Error(`“${formula}” goes on after its end`);
  return value;
};
