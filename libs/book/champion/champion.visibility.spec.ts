import { describe, expect, it } from '@jest/globals';
import type { Role } from '#kernel';
import { maySeeName } from './champion.visibility.js';

const nominated = { nominatedBy: 'teacher-7', acceptedOn: null };
const accepted = { nominatedBy: 'teacher-7', acceptedOn: '2018-01-20' };
const roles: readonly Role[] = ['admin', 'manager', 'contributor', 'auditor', 'viewer', 'system'];
const whoSee = (row: Parameters<typeof maySeeName>[0], id: string) =>
  roles.filter((role) => maySeeName(row, { id, role }));

describe('a champion’s name', () => {
  it('is shown to the programme’s managers alone before the person has said yes', () =>
    expect(whoSee(nominated, 'somebody-else')).toEqual(['admin', 'manager']));
  it('is also shown to whoever nominated them, unless they may see no personal data at all', () =>
    expect(whoSee(nominated, 'teacher-7')).toEqual(['admin', 'manager', 'contributor', 'auditor', 'system']));
  it('is shown to all but viewers after acceptance', () =>
    expect(whoSee(accepted, 'somebody-else')).toEqual(['admin', 'manager', 'contributor', 'auditor', 'system']));
  it('is never shown to viewers', () => {
    expect(maySeeName(accepted, { id: 'teacher-7', role: 'viewer' })).toBe(false);
  });
});
