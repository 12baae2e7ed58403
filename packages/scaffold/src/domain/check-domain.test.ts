import { describe, expect, it } from 'vitest';
import { InputError } from '@axiswise/messages';
import { checkDomain } from './check-domain.ts';

const taken = new Map([['images', 'the experiment experiments/images']]);
const check = (name: string, axes = 'sensor,time') => checkDomain({ name, axes }, taken);

describe('the name of a domain', () => {
  it.each(['gestures', 'my-sensors', 'go9', 'a-3d-scan'])('may be %s', (name) => {
    expect(check(name).name).toBe(name);
  });

  it.each(['', 'My-sensors', 'mySensors', 'my_sensors', 'my--sensors', 'my-', '3d', '../x', 'a/b'])(
    'cannot be "%s"',
    (name) => {
      expect(() => check(name)).toThrow(
        `"${name}" cannot name an experiment: write lower-case words joined by hyphens`,
      );
    },
  );

  it('cannot be taken, nor stand for all', () => {
    expect(() => check('images')).toThrow(
      'the name "images" is taken by the experiment experiments/images; choose another',
    );
    expect(() => check('all')).toThrow('"all" stands for all experiments in `compare all`');
    expect(() => check('images')).toThrow(InputError);
  });
});

describe('the axes of a domain', () => {
  it.each([
    ['time', ['time']],
    ['sensor,time', ['sensor', 'time']],
    ['sensor, timeOfDay', ['sensor', 'timeOfDay']],
  ])('may be %s', (axes, names) => {
    expect(check('a', axes).axes).toEqual(names);
  });

  it.each([
    ['', '"" cannot name an axis: give letters and digits'],
    ['sensor,', '"" cannot name an axis'],
    ['Sensor', '"Sensor" cannot name an axis'],
    ['time-of-day', '"time-of-day" cannot name an axis'],
    ['1st', '"1st" cannot name an axis'],
    ['time;rm', '"time;rm" cannot name an axis'],
    ['batch,time', '"batch" cannot name an axis: it is no axis of an example'],
    ['time,channels', '"channels" cannot name an axis'],
    ['units', '"units" cannot name an axis'],
    ['constructor', '"constructor" cannot name an axis: every JavaScript object has that'],
    ['time,time', '--axes names "time" twice'],
    [
      'depth,height,width',
      '--axes names 3 axes (depth, height, width), but the example that is written has one or two',
    ],
  ])('cannot be %s', (axes, message) => {
    expect(() => check('a', axes)).toThrow(message);
    expect(() => check('a', axes)).toThrow(InputError);
  });
});
