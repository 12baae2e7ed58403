/** What a noun can be, and so which adjectives and verbs go with it. */
export type Topic = 'film' | 'story' | 'people' | 'craft';

/** A word (or a fixed phrase) with what it says: −3 (awful), −2, −1 (flawed) … 1, 2, 3 (superb). */
export interface Opinion {
  readonly word: string;
  readonly value: number;
}

/** A thing that reviews speak of. */
export interface Noun {
  readonly word: string;
  readonly topic: Topic;
  readonly plural: boolean;
}

/** Entries are separated by commas, so that one may have several words. */
const list = (entries: string): readonly string[] => entries.trim().split(/\s*,\s*/);

const graded = (byValue: Readonly<Record<string, string>>): readonly Opinion[] =>
  Object.entries(byValue).flatMap(([value, entries]) =>
    list(entries).map((word) => ({ word, value: Number(value) })),
  );

const nouns = (topic: Topic, plural: boolean, entries: string): readonly Noun[] =>
  list(entries).map((word) => ({ word, topic, plural }));

/** The film as a whole. */
export const filmNouns: readonly Noun[] = nouns(
  'film',
  false,
  `film, film, film, movie, movie, movie, picture, feature, comedy, drama, thriller, romance, western,
   documentary, musical, sequel, remake, adaptation, satire, biopic, melodrama, farce, fable, debut,
   mystery, adventure, production`,
);

/** Its parts. */
export const aspectNouns: readonly Noun[] = [
  ...nouns(
    'story',
    false,
    `plot, story, script, screenplay, dialogue, premise, narrative, ending, finale, opening, storyline,
     subplot, first half, second half, final act, humour, romance, mystery, narration, conclusion`,
  ),
  ...nouns('story', true, 'jokes, twists, flashbacks, gags, love scenes, closing minutes'),
  ...nouns(
    'people',
    false,
    `cast, ensemble, lead, leading man, heroine, hero, villain, young star, supporting cast, narrator,
     director, comedian, newcomer, leading lady`,
  ),
  ...nouns('people', true, 'actors, performances, stars, characters, leads, children'),
  ...nouns(
    'craft',
    false,
    `photography, camerawork, score, soundtrack, music, editing, direction, production design,
     animation, lighting, choreography, scenery, sound design, pacing`,
  ),
  ...nouns('craft', true, 'visuals, special effects, costumes, songs, images, sets, action scenes'),
];

/** What adjectives say; those under `any` go with every noun, the others with those of a topic. */
export const adjectives: Readonly<Record<Topic | 'any', readonly Opinion[]>> = {
  any: graded({
    3: `superb, brilliant, outstanding, magnificent, wonderful, terrific, dazzling, masterful,
        extraordinary, exceptional, sublime`,
    2: `excellent, delightful, impressive, engaging, memorable, charming, captivating, compelling,
        remarkable, great, lovely, appealing, rewarding, inspired, fresh, satisfying, first-rate,
        exciting, vibrant`,
    1: `good, fine, solid, pleasant, decent, likable, enjoyable, competent, effective, assured, graceful`,
    '-1': `flawed, uneven, thin, routine, ordinary, unremarkable, so-so, patchy, slight, forgettable,
        middling`,
    '-2': `bad, weak, poor, dull, bland, mediocre, lifeless, disappointing, tiresome, annoying,
        clumsy, lazy, stale, uninspired, second-rate, feeble, limp, tired`,
    '-3': `awful, terrible, dreadful, atrocious, abysmal, unbearable, horrible, appalling, insufferable,
        wretched, excruciating`,
  }),
  film: graded({
    3: 'gripping, unforgettable, profoundly human, spellbinding, breathtaking',
    2: `moving, funny, touching, entertaining, hilarious, thrilling, intelligent, inventive, poignant,
        absorbing, witty, tense, suspenseful, heartfelt, uplifting, provocative, haunting`,
    1: 'amusing, warm, diverting, sweet, thoughtful, lively, watchable, good-natured',
    '-1': 'slow, overlong, familiar, unambitious, messy, undemanding, schematic',
    '-2': `boring, tedious, predictable, pretentious, formulaic, derivative, preachy, plodding, shallow,
        sluggish, muddled, pointless, unfunny, sappy, hollow, cynical, dreary`,
    '-3': 'unwatchable, mind-numbing, idiotic, moronic, stupefying',
  }),
  story: graded({
    3: 'gripping, riveting, ingenious, heartbreaking, enthralling',
    2: `clever, moving, witty, funny, intriguing, original, suspenseful, sharp, inventive, surprising,
        touching, believable, intelligent, absorbing, subtle, poignant`,
    1: 'amusing, coherent, tidy, sensible, sweet, warm, lively',
    '-1': 'slow, familiar, busy, far-fetched, meandering, simplistic',
    '-2': `predictable, contrived, muddled, silly, boring, tedious, incoherent, formulaic, shallow, trite,
        implausible, corny, pointless, unfunny, heavy-handed, confusing, hackneyed`,
    '-3': 'idiotic, nonsensical, ludicrous, moronic, laughable',
  }),
  people: graded({
    3: 'magnetic, luminous, mesmerizing, flawless, electrifying',
    2: `convincing, charismatic, believable, funny, touching, subtle, gifted, natural, winning,
        sympathetic, affecting, spirited, radiant`,
    1: 'capable, amusing, credible, warm, sincere, lively',
    '-1': 'restrained, subdued, awkward, underused, nervous',
    '-2': `wooden, stiff, unconvincing, miscast, grating, listless, one-dimensional, irritating, charmless,
        shrill, robotic, amateurish, colorless`,
    '-3': 'hopeless, unendurable, obnoxious, embarrassing',
  }),
  craft: graded({
    3: 'breathtaking, stunning, ravishing, exquisite, flawless',
    2: `gorgeous, beautiful, elegant, striking, lush, stylish, inventive, evocative, atmospheric,
        imaginative, crisp, fluid, haunting`,
    1: 'pretty, tasteful, tidy, handsome, polished, lively',
    '-1': 'plain, cheap, busy, rough, old-fashioned',
    '-2': `sloppy, ugly, garish, choppy, drab, murky, amateurish, overbearing, cluttered, monotonous,
        distracting, crude, gaudy`,
    '-3': 'hideous, nauseating, shoddy, grotesque',
  }),
};

/** Verbs in the plural: `shine`, third person `shines`. */
export const verbs: Readonly<Record<Topic | 'any', readonly Opinion[]>> = {
  any: graded({
    3: 'dazzle, soar, amaze',
    2: `delight, impress, shine, charm, sparkle, enchant, captivate, excel, satisfy, surprise, work,
        succeed, win you over`,
    1: 'please, hold up, appeal, do the job',
    '-1': 'waver, wear thin, wobble, run out of steam',
    '-2': `disappoint, annoy, falter, irritate, stumble, fall flat, tire, flounder, misfire, bore, grate,
        fizzle, wear you down`,
    '-3': 'appal, exasperate, sink without trace',
  }),
  film: graded({
    2: 'entertain, grip, move, thrill, amuse, pay off, resonate',
    '-2': 'drag, plod, collapse, depress, overstay its welcome, lose its way',
  }),
  story: graded({
    2: 'intrigue, grip, move, thrill, amuse, pay off, ring true',
    '-2': 'drag, plod, collapse, unravel, go nowhere, ring false',
  }),
  people: graded({
    2: 'convince, amuse, rise to the occasion, glow',
    '-2': 'overact, mumble, sleepwalk, go through the motions',
  }),
  craft: graded({
    2: 'seduce, astonish, amplify every emotion',
    '-2': 'distract, overwhelm, go astray',
  }),
};

/** What there can be much or little of: `full of charm`, `lacks charm`. */
export const substances = graded({
  3: 'genius, magic, passion',
  2: `charm, wit, warmth, suspense, energy, insight, imagination, heart, style, tension, humanity,
      originality, conviction, tenderness, invention, mischief`,
  1: 'polish, good cheer, colour',
  '-1': 'loose ends, routine, repetition',
  '-2': `tedium, bombast, confusion, sentimentality, clichés, pretension, padding, noise, self-pity,
      mawkishness, empty talk, stereotypes, contrivance, vulgarity, cheap tricks`,
  '-3': 'stupidity, drivel, nonsense',
});

/** What a thing can turn out to be: `a delight`. */
export const verdicts = graded({
  3: 'masterpiece, triumph, revelation, tour de force',
  2: 'delight, joy, pleasure, treat, gem, marvel, success, winner, crowd-pleaser',
  1: 'pleasant surprise, nice change of pace',
  '-1': 'missed opportunity, mere curiosity',
  '-2': 'bore, chore, mess, letdown, failure, misfire, dud, slog, disappointment, waste of time',
  '-3': 'disaster, debacle, travesty, catastrophe, fiasco',
});

/** How a viewer feels: `it leaves you moved`. */
export const feelings = graded({
  3: 'enthralled, exhilarated, overjoyed',
  2: 'moved, entertained, amused, touched, thrilled, charmed, delighted, inspired, gripped',
  1: 'satisfied, intrigued, cheered',
  '-1': 'restless, puzzled, indifferent',
  '-2': 'bored, annoyed, confused, disappointed, irritated, cheated, depressed, exhausted, unmoved',
  '-3': 'disgusted, insulted, appalled',
});

/** How something goes: `starts well but ends in tedium`. */
export const manners = graded({
  3: 'brilliantly, superbly, in triumph',
  2: 'well, strongly, beautifully, with a bang, with real wit, gracefully, on a high note, convincingly',
  '-2': 'badly, poorly, in tedium, in a muddle, with a whimper, clumsily, on a sour note, in confusion',
  '-3': 'terribly, in sheer drivel, disastrously',
});

/** Words of degree and of time, and whatever else says nothing about quality. */
export const neutral: Readonly<Record<string, readonly string[]>> = {
  strongly: list(
    `deeply, truly, thoroughly, utterly, remarkably, consistently, genuinely, extremely, absolutely, very,
     incredibly, wholly, endlessly, exceedingly`,
  ),
  weakly: list(
    `slightly, a little, a bit, somewhat, occasionally, faintly, mildly, at times, vaguely, here and there`,
  ),
  faintly: list(
    'slightly, somewhat, occasionally, faintly, mildly, vaguely, sporadically, intermittently',
  ),
  particularly: list('particularly, especially, very, exactly, terribly, really, all that'),
  hardly: list('hardly, scarcely, barely'),
  definitely: list('truly, really, absolutely, positively'),
  when: list(
    `from start to finish, for two hours, in every frame, from the first shot to the last, this time,
     throughout, most of the way, in the end, once more, all the way through, after the first reel`,
  ),
  scene: list('scene, moment, minute, shot, line, image, sequence, frame, exchange, episode'),
  scenes: list('scenes, moments, stretches, passages, lines, images, sequences, exchanges'),
  expected: list(
    `expected, you might think, its trailer suggests, the poster promises, last year 's version,
     the book, its reputation, the first part, advertised`,
  ),
  viewer: list('you, the viewer, the audience, everyone, most of us, adults and children alike'),
  nobody: list('nobody, no one, not one viewer, no critic, none of us, no child'),
  somebody: list(
    'the critics, my neighbour, the studio, its admirers, the posters, my friends, its makers',
  ),
  year: list('summer, autumn, season, year, decade, festival, winter, month'),
  seat: list(
    'in the theatre, at the festival, in a crowded cinema, on a small screen, in the front row',
  ),
  place: list(
    `paris, texas, a small town, the suburbs, a lighthouse, postwar berlin, a boarding school, the arctic,
     tokyo, a hospital, the desert, a submarine, dublin, the countryside, a travelling circus`,
  ),
  about: list(
    `a retired boxer, two sisters, a bank robbery, a lost dog, a stolen painting, a jazz singer,
     an unlikely friendship, a country priest, a spy, a wedding, a chess champion, an orphan,
     a lonely widow, a family of bakers, a runaway train, a night nurse, a small-town sheriff`,
  ),
  role: list(
    `a retired boxer, a jazz singer, a country priest, a spy, a bank robber, a chess champion, an orphan,
     a lonely widow, a baker, a night nurse, a sheriff, a detective, a violinist, a teacher, a smuggler,
     a general, a clown, a judge, a waitress, a pilot, a queen, a thief, a grandmother`,
  ),
  name: list(
    `marlowe, lindqvist, okafor, brandt, castellan, devereux, whitlock, tanaka, moreau, petrov, ashby,
     calloway, hartigan, novak, ferrante, okonjo, sandoval, thorne, velasco, winslow, adair, beaumont,
     corrigan, dalgaard, eastman, fontaine, galloway, holloway, iversen, jansen`,
  ),
};

/** Names that only one of the splits uses: what a network meets in the test for the first time. */
export const rareNames = {
  train: list(
    `abernathy, bellerose, czernik, drummond, ekström, fitzhugh, grimaldi, hawthorn, ishikawa, jorgensen,
     kowalczyk, lefevre, mcallister, nakagawa, o'rourke, pemberton, quimby, rasmussen, szabo, trevelyan`,
  ),
  test: list(
    `abiodun, bracegirdle, cavendish, delacroix, eriksen, farquhar, guillory, hashimoto, inverarity,
     juhász, kirkbride, lachapelle, mortensen, nwosu, oyelaran, pellegrino, quesada, rutherford,
     sorensen, tregarth`,
  ),
} as const;

/** Adjectives that only the test uses: what they say cannot be learned from the training examples. */
export const rareAdjectives = graded({
  2: 'scintillating, bewitching, sumptuous, effervescent, beguiling, resplendent',
  '-2': 'turgid, soporific, vapid, ponderous, insipid, lacklustre',
});

/** Every word of opinion with what it says, wherever it is used. */
export const opinions: ReadonlyMap<string, number> = new Map(
  [
    ...Object.values(adjectives).flat(),
    ...Object.values(verbs).flat(),
    ...substances,
    ...verdicts,
    ...feelings,
    ...manners,
    ...rareAdjectives,
  ].map(({ word, value }) => [word, value]),
);
