import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ClientOptions, WebSocket, WebSocketServer } from 'ws';
import { Connection } from './connection.js';

let server: WebSocketServer;
beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: false });
  await once(server, 'listening');
});
afterEach(async () => {
  for (const socket of server.clients) socket.terminate();
  server.close();
  await once(server, 'close');
});

const connected = async (options: ClientOptions = {}) => {
  const arrived = once(server, 'connection') as Promise<[WebSocket]>;
  const peer = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
  const connection = new Connection((await arrived)[0]);
  await once(peer, 'open');
  const ended: { code: number; reason: string }[] = [];
  connection.onEnd = (code, reason) => void ended.push({ code, reason });
  return { connection, peer, ended };
};

const farewell = async (peer: WebSocket) => {
  const [code, reason] = (await once(peer, 'close')) as [number, Buffer];
  return { code, reason: String(reason) };
};

describe('a connection', () => {
  it('keeps a peer that answers its pings, and cuts off one that does not', async () => {
    const alive = await connected();
    for (const _time of [1, 2, 3]) {
      const answered = once(alive.connection.socket, 'pong');
      alive.connection.ping();
      await answered;
    }
    expect(alive.peer.readyState).toBe(WebSocket.OPEN);
    const dead = await connected({ autoPong: false });
    const closed = farewell(dead.peer);
    dead.connection.ping();
    dead.connection.ping();
    expect(await closed).toEqual({ code: 1006, reason: '' });
  });

  it('says since when a message lies unread, until it is read', async () => {
    const { connection, peer } = await connected();
    peer.pause();
    let sent = 0;
    while (connection.socket.bufferedAmount === 0) void connection.send('x'.repeat(100_000)).then(() => sent++);
    const last = connection.send('last');
    expect(connection.unsentSince).toBeLessThanOrEqual(performance.now());
    connection.ping();
    connection.ping();
    expect(peer.readyState).toBe(WebSocket.OPEN);
    peer.resume();
    await last;
    expect(connection.unsentSince).toBeUndefined();
    expect(sent).toBeGreaterThan(0);
  });

  it('stops reading from a peer that does not read, and goes on when it does', async () => {
    const { connection, peer } = await connected();
    peer.pause();
    const sends: Promise<void>[] = [];
    while (!connection.socket.isPaused) sends.push(connection.send('x'.repeat(1_000_000)));
    const heard = once(connection.socket, 'message');
    peer.send('hello');
    peer.resume();
    await Promise.all(sends);
    expect(String((await heard)[0])).toBe('hello');
    expect(connection.socket.isPaused).toBe(false);
  });

  it('tells where to go on: where the operation stands that is furthest behind', async () => {
    const { connection, peer, ended } = await connected();
    connection.sentUpTo('a', 12n);
    connection.sentUpTo('b', 7n);
    connection.sentUpTo('b', 9n);
    connection.sentUpTo('c', 1n);
    connection.forget('c');
    const told = farewell(peer);
    connection.close(1001, 'Going');
    expect(await told).toEqual({ code: 1001, reason: 'Going; resume after 9' });
    expect(ended).toEqual([{ code: 1001, reason: 'Going' }]);
  });

  it('leaves the position out where the reason would be longer than a frame allows', async () => {
    const { connection, peer } = await connected();
    connection.sentUpTo('a', 12n);
    const told = farewell(peer);
    connection.close(1001, 'å'.repeat(60));
    expect(await told).toEqual({ code: 1001, reason: 'å'.repeat(60) });
  });

  it('ends at once for its subscriptions, and only once, when it closes or is closed', async () => {
    const { connection, peer, ended } = await connected();
    connection.close(1013, 'Later');
    connection.close(4403, 'Forbidden');
    expect(ended).toEqual([{ code: 1013, reason: 'Later' }]);
    await connection.send('nothing more is sent');
    expect(await farewell(peer)).toEqual({ code: 1013, reason: 'Later' });
    const other = await connected();
    other.peer.close(1000, 'bye');
    await farewell(other.peer);
    expect(other.ended).toEqual([{ code: 1000, reason: 'bye' }]);
  });
});
