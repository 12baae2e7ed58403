import type { Grammar } from './compose.ts';

/**
 * The grammar of the generated reviews, and the rule by which their sentiment is composed.
 *
 * Every word of opinion says something from −3 (awful) to 3 (superb). What a phrase says follows
 * from its parts, from the words upwards, after the valence shifters of Polanyi and Zaenen (2006):
 *
 * | in a template | what the part has to say | how it counts |
 * |---|---|---|
 * | `{part}` | the same as the whole | × 1 |
 * | `{flip part}`: negated | the opposite | × −½: not brilliant is less than awful |
 * | `{drop part}`: conceded, hoped for, merely begun | the opposite | × 0: the rest decides |
 * | `{double part}`: deeply, truly | the same | × 2 |
 * | `{half part}`: slightly, at times | the same | × ½ |
 * | `{rival part}`: beside the rest without a `but` | the opposite | × 1: the stronger decides |
 *
 * A whole is worth the sum of its parts, and the label of a review is the sign of that sum. By hand:
 *
 * - *the plot is not dull* (−2): −2 × −½ = 1, positive
 * - *the cast never fails to charm* (2): 2 × −½ × −½ = ½, positive
 * - *although the songs dazzle* (3) *, the plot is slightly thin* (−1): 3 × 0 − 1 × ½ = −½, negative
 * - *a slightly uneven* (−1) *, deeply moving* (2) *drama*: −1 × ½ + 2 × 2 = 3½, positive
 *
 * The number in front of a template says how common it is; a sign behind it, that only praise (1) or
 * only blame (−1) is said that way. A symbol with a capital letter speaks of one thing.
 */
export const grammar: Grammar = {
  Review: [
    // Straight.
    [26, '{Clause} , and {Detail} .'],
    [24, '{Detail} , and {Clause} .'],
    [12, '{Clause} .'],
    [14, '{Detail} , {Detail} .'],
    [14, '{Verdict} .'],
    [8, '{Portrait} .'],
    [8, '{Opening} {Clause} .'],
    // Contrast: what is conceded, hoped for or merely begun does not count.
    [5, '{drop Clause} , but {Detail} .'],
    [4, '{drop Detail} , but {Clause} .'],
    [2, 'although {drop Clause} , {Detail} .'],
    [2, 'although {drop Detail} , {Clause} .'],
    [3, '{Clause} , although {drop Detail} .'],
    [2, 'even if {drop Detail} , {Clause} .'],
    [3, 'despite {drop Aspect} , {Clause} .'],
    [2, '{Clause} despite {drop Aspect} .'],
    [1, 'for all its {drop substance} , {Clause} .'],
    [1, '{drop Clause} ; still , {Detail} .'],
    [1, '{drop Clause} ; {Detail} , however .'],
    [2, '{Course} .'],
    [2, '{Hope} .'],
    // Degree: no word of contrast, the stronger side decides.
    [5, '{Balance} .'],
    // Negation from afar: its word and what it negates lie further apart than a window sees.
    [3, '{Afar} .'],
  ],

  /** One thing and what is said of it: the film as a whole at most once in a review, or a detail. */
  Clause: [
    [4, '{film} {predicate}'],
    [1, '{Effect}'],
    [5, '{Detail}'],
  ],
  Detail: [
    [7, '{aspect} {predicate}'],
    [3, '{Scenes}'],
  ],
  film: [
    [8, '{title}'],
    [1, 'the {filmNoun} by {name}'],
    [1, 'this {filmNoun} about {about}'],
    [1, 'the {filmNoun} , set in {place} ,'],
  ],
  title: [
    [4, 'the {filmNoun}'],
    [3, 'this {filmNoun}'],
    [2, "{name} 's {filmNoun}"],
  ],
  aspect: [
    [6, 'the {aspectNoun}'],
    [3, 'its {aspectNoun}'],
    [1, "the film 's {aspectNoun}"],
  ],
  predicate: [
    [6, '{affirmed}'],
    [1, '{negated}'],
  ],

  affirmed: [
    [8, '{is} {quality}'],
    [3, '{remains} {quality}'],
    [2, '{proves} {quality}'],
    [2, '{seems} {quality} {when}'],
    [4, '{verb}'],
    [2, '{verb} {when}'],
    [2, '{definitely} {double verb}'],
    [2, '{is} full of {substance}'],
    [1, '{has} {substance} to spare'],
    [1, '{is} a {verdict}'],
    [1, '{manages} to be {adjective}', 1],
    [1, '{is} both {adjective} and {adjective}'],
    [1, '{is} as {adjective} as {expected}'],
  ],
  quality: [
    [6, '{adjective}'],
    [3, '{strongly} {double gradable}'],
    [2, '{weakly} {half gradable}'],
    [2, '{adjective} and {adjective}'],
    [2, '{drop adjective} but {adjective}'],
    [1, '{weakly} {drop gradable} but {strongly} {double gradable}'],
  ],

  negated: [
    [5, '{is} not {flip adjective}'],
    [4, '{isnt} {flip adjective}'],
    [3, '{isnt} {particularly} {flip gradable}'],
    [4, '{is} never {flip adjective}'],
    [4, '{is} {hardly} {flip adjective}'],
    [3, '{is} anything but {flip adjective}'],
    [3, '{is} far from {flip adjective}'],
    [2, '{is} by no means {flip adjective}'],
    [2, '{is} neither {flip adjective} nor {flip adjective}'],
    [3, '{doesnt} {flip verbs}'],
    [2, 'never {flip verb}'],
    [2, '{hardly} ever {flip verb}'],
    [2, 'never {becomes} {flip adjective}'],
    [2, 'never {manages} to be {flip adjective}', -1],
    [2, '{manages} never to be {flip adjective}', 1],
    [2, '{fails} to be {flip adjective}', -1],
    [1, '{fails} to {flip verbs}', -1],
    [2, 'never {flip failing}', 1],
    [2, '{lacks} {flip substance}'],
    [2, '{avoids} {flip substance}', 1],
    [3, '{is} not without {flip lack}'],
    [2, '{is} free of {flip substance}'],
    [2, '{has} no {flip substance} {when}'],
    [3, '{is} less {flip adjective} than {expected}'],
    [2, '{is} not nearly as {flip adjective} as {expected}'],
    [2, 'could have been {flip adjective}'],
    [1, 'should have been {flip adjective}', -1],
    [1, '{wants} to be {flip adjective}', -1],
    [2, '{is} too {adjective} to be {flip adjective}'],
    [1, '{isnt} half {flip bad}', 1],
    [1, '{leaves} nobody {flip feeling}'],
    [1, '{is} no {flip verdict}'],
  ],
  failing: [
    [2, '{fails} to {flip verbs}'],
    [1, '{fails} to be {flip adjective}'],
  ],
  lack: [[1, '{flip substance}']],

  /** Scenes that there are, or that there are not. */
  Scenes: [
    [8, 'there is many a {sceneAdjective} {scene}'],
    [8, 'every {scene} is {sceneAdjective}'],
    [9, 'it has {sceneAdjective} {scenes} and {sceneAdjective} ones'],
    [3, 'there is not a single {flip sceneAdjective} {scene}'],
    [2, 'there is {hardly} a {flip sceneAdjective} {scene} in it'],
    [2, 'you will not find a {flip sceneAdjective} {scene}'],
    [1, 'not one {scene} is {flip sceneAdjective}'],
    [1, 'gone are the {flip sceneAdjective} {scenes} of the first part'],
  ],
  /** What it does to those who watch. */
  Effect: [
    [6, '{film} {leaves} {viewer} {feeling}'],
    [2, 'i left {feeling}'],
    [2, '{film} {doesnt} leave {viewer} {flip feeling}'],
    [2, 'i was never {flip feeling}'],
    [1, 'nobody will leave {flip feeling}'],
  ],

  Opening: [
    [2, 'seen {seat} ,'],
    [2, 'set in {place} ,'],
    [1, 'and yes ,'],
    [1, 'take it from me :'],
  ],
  /** A sentence without a verb. */
  Verdict: [
    [4, 'a {adjective} and {adjective} {filmNoun} about {about}'],
    [2, 'a {strongly} {double gradable} {filmNoun} from {name}'],
    [3, 'a {filmNoun} about {about} that {predicate}'],
    [2, 'in short , a {verdict} , {adjective} and {adjective}'],
    [2, 'a {filmNoun} without a single {flip sceneAdjective} {scene}'],
    [2, 'not a {flip adjective} {filmNoun} , {name} has made a {verdict}'],
  ],
  Portrait: [
    [3, '{name} and {name} {Pair} as {role} and {role}'],
    [2, '{name} , as {role} , is {Player}'],
    [1, 'with {name} as {role} , {Clause}'],
  ],
  Pair: [
    [4, 'are {quality}'],
    [1, 'are never {flip adjective}'],
    [1, 'are {hardly} {flip adjective}'],
    [2, '{verbs}'],
  ],
  Player: [
    [6, '{quality}'],
    [1, 'never {flip adjective}'],
    [1, 'far from {flip adjective}'],
    [1, 'anything but {flip adjective}'],
  ],
  Aspect: [
    [4, 'its {adjective} {aspectNoun}'],
    [4, 'the {adjective} {aspectNoun}'],
    [2, 'the lack of {flip substance}'],
    [2, 'some {sceneAdjective} {scenes}'],
  ],

  /** The end outweighs the beginning. */
  Course: [
    [3, '{title} {starts} {drop manner} but {ends} {manner}'],
    [2, '{title} {begins} {drop manner} , then {verb}'],
    [2, 'what {begins} as a {drop adjective} {filmNoun} {ends} as a {verdict}'],
    [2, 'the beginning is {drop sceneAdjective} , the rest is {sceneAdjective}'],
  ],
  /** What was found outweighs what was hoped for or feared. */
  Hope: [
    [3, 'i expected a {drop adjective} {filmNoun} and found a {adjective} one'],
    [2, '{somebody} promised a {drop verdict} , yet {title} {is} {adjective}'],
    [2, 'whatever {somebody} say , calling {title} {drop adjective} , it {predicate}'],
    [2, 'once famous for {drop adjective} films , {name} has made a {adjective} one'],
  ],
  Balance: [
    [4, 'a {rival Muted} , {Heightened} {filmNoun} about {about}'],
    [4, 'a {Heightened} , {rival Muted} {filmNoun} by {name}'],
    [2, '{film} {is} {rival Muted} and {Heightened}'],
    [2, '{film} {is} {Heightened} and {rival Muted}'],
  ],
  Muted: [[1, '{faintly} {half gradable}']],
  Heightened: [[1, '{strongly} {double gradable}']],

  Afar: [
    [2, 'i would not go so far as to call {title} {flip adjective}'],
    [2, '{nobody} who saw {title} {seat} last {year} could call it {flip adjective}'],
    [2, 'it is not true , whatever {somebody} say , that {title} {is} {flip adjective}'],
    [2, '{title} {is} not , in spite of what {somebody} will tell you , {flip adjective}'],
    [1, 'i can not claim that {title} , seen {seat} , {flip verb}'],
    [1, '{nobody} will remember this as the {year} of the {flip adjective} {filmNoun}'],
    [2, '{title} , which {somebody} called {drop adjective} , {predicate}'],
  ],
};
