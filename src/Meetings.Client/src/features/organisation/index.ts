export { communesFor, findInDirectory, loadSites, loadUnits } from './directory';
