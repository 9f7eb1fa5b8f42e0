export { default } from './driver.js';
export { type FileFlaw, openOwnFile } from './own-file.js';
