import { findInDirectory } from './directory';

export const findUnit = findInDirectory('unit');
export const findPerson = findInDirectory('person');
export const findSite = findInDirectory('site');
