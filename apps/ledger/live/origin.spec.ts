import { describe, expect, it } from '@jest/globals';
import { mayConnect } from './origin.js';

const named = ['https://dashboard.example', 'http://localhost:5173'];

describe('the origin of a page that opens a socket', () => {
  it.each([
    ['no browser', undefined, 'wavebook.example', true],
    ['the same', 'https://wavebook.example', 'wavebook.example', true],
    ['the same, with a port', 'http://127.0.0.1:4000', '127.0.0.1:4000', true],
    ['the same, where the port goes without saying', 'https://wavebook.example', 'wavebook.example:443', true],
    ['the same in capitals', 'https://Wavebook.example', 'wavebook.EXAMPLE', true],
    ['named', 'https://dashboard.example', 'wavebook.example', true],
    ['named, with a port', 'http://localhost:5173', '127.0.0.1:4000', true],
    ['another', 'https://evil.example', 'wavebook.example', false],
    ['another port', 'http://127.0.0.1:4001', '127.0.0.1:4000', false],
    ['named with another scheme', 'http://dashboard.example', 'wavebook.example', false],
    ['one that begins like ours', 'https://wavebook.example.evil.example', 'wavebook.example', false],
    ['one that ends like ours', 'https://evil-wavebook.example', 'wavebook.example', false],
    ['a frame without an origin', 'null', 'wavebook.example', false],
    ['a file', 'file://', '', false],
    ['nonsense', '%%%', 'wavebook.example', false],
    ['no host', 'https://evil.example', undefined, false],
  ])('%s', (_what, origin, host, may) => {
    expect(mayConnect({ origin, host }, named)).toBe(may);
  });
});
