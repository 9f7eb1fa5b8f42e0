import { lookup as resolveName } from 'node:dns';
import { BlockList, type LookupFunction, isIP } from 'node:net';
import { PublishingError } from './publishing-error.js';

/** What the registries of special addresses (RFC 6890, IANA) keep from the internet. */
const special4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Within the addresses of the internet: those that wrap others (Teredo, 6to4), and those of documents. */
const special6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const listOf = (family: 'ipv4' | 'ipv6', nets: readonly (readonly [string, number])[]): BlockList => {
  const list = new BlockList();
  for (const [net, bits] of nets) list.addSubnet(net, bits, family);
  return list;
};

const kept4 = listOf('ipv4', special4);
const kept6 = listOf('ipv6', special6);
/** All of the IPv6 internet. What lies outside it is local, or another address in disguise (`::ffff:127.0.0.1`). */
const internet6 = listOf('ipv6', [['2000::', 3]]);

/** Whether an address is one of the internet: not of this machine, of a private network, or of none at all. */
export const isPublicAddress = (address: string): boolean => {
  if (isIP(address) === 4) return !kept4.check(address, 'ipv4');
  return isIP(address) === 6 && internet6.check(address, 'ipv6') && !kept6.check(address, 'ipv6');
};

/** As far as the name in a URL itself can tell; what it stands for is known when it is looked up. */
export const isPublicName = (hostname: string): boolean => {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? !/(^|\.)localhost\.?$/i.test(hostname) : isPublicAddress(address);
};

/**
 * Looks a name up for a connection, which is then made to what was checked here and to nothing else. One address that is
 * not public is enough to refuse the name.
 */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const refuse = (reason: NodeJS.ErrnoException) => done(reason, '', 0);
    if (error) return refuse(error);
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
      return refuse(
        new PublishingError('ADDRESS_NOT_PUBLIC', `${hostname} is an address of this machine or of a private network`),
      );
    if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};
