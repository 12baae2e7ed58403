export { buildPackages, type BuiltPackage } from './build-packages.ts';
