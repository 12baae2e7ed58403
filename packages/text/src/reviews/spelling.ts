/** The third person of a verb: `fall flat` → `falls flat`. */
export function thirdPerson(base: string): string {
  const [verb, ...rest] = base.split(' ');
  const ending = /(s|x|z|ch|sh|o)$/.test(verb) ? 'es' : 's';
  const inflected = /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : verb + ending;
  return [inflected, ...rest].join(' ');
}

/**
 * Changes `a` before a vowel to `an`, by sound if it differs from the letter (an hour, a unique
 * one).
 */
export function withArticles(text: string): string {
  return text.replace(/\ba (?=([a-z-]+))/g, (article, next: string) =>
    /^([aeio]|u(?!ni[fqv]|se)|hour|hon)/.test(next) && !/^(one|eu)/.test(next) ? 'an ' : article,
  );
}
