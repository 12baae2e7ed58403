import path from 'node:path';
import {
  Application,
  type CommentDisplayPart,
  Converter,
  type DeclarationReflection,
  DocumentReflection,
  type ExternalSymbolResolver,
  KindRouter,
  Logger,
  LogLevel,
  MinimalSourceFile,
  normalizePath,
  OptionDefaults,
  type ProjectReflection,
  type Reflection,
  ReflectionKind,
  type TypeDocOptions,
} from 'typedoc';
import ts from 'typescript';
import { brokenLinks } from './check-links.ts';
import type { Contents } from './contents.ts';
import { languagesOf, type Page, readPage, withoutTitle } from './pages.ts';

/** How the navigation calls the packages. */
const packagesTitle = 'Packages';

/**
 * Builds the site: the README on its first page, the pages of its sections, and the reference of every package from
 * its docstrings. The folder is complete in itself: its links are relative, and it asks nothing of the network. So it
 * can be served from any address, and further pages be put into it.
 *
 * @param to is made anew.
 * @throws Error where an export has no docstring, or a link or an anchor leads nowhere.
 */
export async function buildSite(contents: Contents, to: string): Promise<void> {
  const { root } = contents;
  const at = (file: string): string => path.join(root, file);
  const home = withoutTitle(readPage(at('README.md')));
  const sections = contents.sections.map(({ title, pages }) => ({
    title,
    pages: pages.map((file) => ({ file, page: readPage(at(file)) })),
  }));
  // Lower storeys first: what a higher one exports again is described where it comes from.
  const packages = [...contents.packages]
    .sort((a, b) => a.storey - b.storey)
    .map((each) => ({ ...each, readme: withoutTitle(readPage(at(`${each.folder}/README.md`))) }));
  const pages = [home, ...packages.map(({ readme }) => readme), ...sections.flatMap((section) => section.pages.map(({ page }) => page))]; // prettier-ignore

  const application = await Application.bootstrap({
    ...options,
    basePath: root,
    customCss: path.join(import.meta.dirname, 'site.css'),
    groupOrder: [...sections.map(({ title }) => title), packagesTitle],
    highlightLanguages: [...new Set([...pages.flatMap(languagesOf), 'ts', 'js'])],
  });
  const problems = new Problems();
  application.logger = problems;
  const { converter, renderer } = application;
  renderer.defineRouter('by-file', AddressByFile);

  const contentOf = (project: ProjectReflection, file: string, page: Page): CommentDisplayPart[] =>
    converter.parseRawComment(
      new MinimalSourceFile(page.text, normalizePath(at(file))),
      project.files,
    ).content;
  converter.addUnknownSymbolResolver(wordsForPrivate);
  converter.on(Converter.EVENT_BEGIN, ({ project }) => {
    project.readme = contentOf(project, 'README.md', home);
    project.files.registerReflectionPath(normalizePath(at('README.md')), project);
    for (const { title: group, pages } of sections) {
      for (const { file, page } of pages) {
        const content = contentOf(project, file, page);
        const document = new DocumentReflection(page.title, project, content, { group, file });
        project.addChild(document);
        project.registerReflection(document, undefined, normalizePath(at(file)));
        converter.trigger(Converter.EVENT_CREATE_DOCUMENT, undefined, document);
      }
    }
  });
  const packageOf = new Map(packages.map((each) => [each.entryPoints[0].name, each]));
  converter.on(Converter.EVENT_CREATE_DECLARATION, ({ project }, declared) => {
    const documented = declared.kindOf(ReflectionKind.Module) && packageOf.get(declared.name);
    if (!documented) return;
    const file = `${documented.folder}/README.md`;
    declared.readme = contentOf(project, file, documented.readme);
    project.files.registerReflectionPath(normalizePath(at(file)), declared);
  });
  converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => inOrderOf(sections, project), -1000);
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of modulesOf(project)) {
      if (!module.readme && module.children?.every(isReference)) project.removeReflection(module);
    }
  });

  const entryPoints = packages.flatMap((each) => each.entryPoints);
  const program = ts.createProgram({
    rootNames: entryPoints.map(({ file }) => at(file)),
    options: compilerOptions(root),
  });
  const project = converter.convert(
    entryPoints.map(({ name, file }) => {
      const sourceFile = program.getSourceFile(at(file));
      if (!sourceFile) throw new Error(`${file}: not there, but a package.json exports it`);
      return { displayName: name, program, sourceFile };
    }),
  );
  linkByName(project);
  application.validate(project);
  await application.generateDocs(project, to);
  const found = [
    ...problems.found,
    ...undocumented(project).map((name) => `${name} has no docstring`),
    ...brokenLinks(to).map((link) => `${link} leads nowhere`),
  ];
  if (found.length > 0) {
    const more = found.length > mostShown ? [`and ${found.length - mostShown} more`] : [];
    throw new Error(['the site is not sound:', ...found.slice(0, mostShown), ...more].join('\n'));
  }
}

const mostShown = 40;

/** Keeps what TypeDoc complains of, where it would print it. */
class Problems extends Logger {
  readonly found: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.found.push(message);
  }
}

const options: TypeDocOptions = {
  name: 'Axiswise',
  readme: 'none',
  router: 'by-file',
  // The same sources give the same files, wherever and whenever they are built.
  disableGit: true,
  disableSources: true,
  hideGenerator: true,
  githubPages: false,
  // What a package hands on of others has its reference there.
  excludeExternals: true,
  excludePrivate: true,
  excludeInternal: true,
  includeHierarchySummary: false,
  sort: ['alphabetical'],
  navigation: { includeGroups: true },
  searchInComments: true,
  searchInDocuments: true,
  locales: { en: { kind_module: 'Package', kind_plural_module: packagesTitle } },
  blockTags: [...OptionDefaults.blockTags, '@source'],
  validation: {
    // Looked for below: fields of a type may speak for themselves.
    notDocumented: false,
    invalidLink: true,
    invalidPath: true,
    // A link to a field of a field leads to the field.
    rewrittenLink: false,
    // What signatures name is exported where somebody has to name it, too.
    notExported: false,
  },
};

function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), (file) =>
    ts.sys.readFile(file),
  ) as { config: { compilerOptions: object } };
  const { compilerOptions } = config;
  return ts.convertCompilerOptionsFromJson(
    { ...compilerOptions, incremental: false, tsBuildInfoFile: undefined },
    root,
  ).options;
}

const modulesOf = (project: ProjectReflection): DeclarationReflection[] =>
  project.getChildrenByKind(ReflectionKind.Module) as DeclarationReflection[];

/** The exports without a docstring. */
const undocumented = (project: ProjectReflection): string[] =>
  modulesOf(project).flatMap((module) =>
    (module.children ?? [])
      .filter(
        (child) =>
          !child.isReference() &&
          ![child, ...(child.signatures ?? [])].some((each) => each.hasComment()),
      )
      .map((child) => `${child.name} of ${module.name}`),
  );

const isReference = (reflection: Reflection): boolean => reflection.isReference();

/** Brings the pages of each section into their order, where all else is alphabetical. */
function inOrderOf(
  sections: readonly {
    readonly title: string;
    readonly pages: readonly { readonly page: Page }[];
  }[],
  { groups = [] }: ProjectReflection,
): void {
  for (const { title, pages } of sections) {
    const place = (name: string): number => pages.findIndex(({ page }) => page.title === name);
    groups
      .find((group) => group.title === title)
      ?.children.sort((a, b) => place(a.name) - place(b.name));
  }
}

/** Links in docstrings to what a package keeps to itself stay as words; editors follow them. */
const wordsForPrivate: ExternalSymbolResolver = (_reference, _reflection, part, symbol) =>
  part && symbol?.packageName.match(/^(@axiswise\/|axiswise$)/) ? '#' : undefined;

/**
 * Resolves `{@link name}` in docstrings where the name is of another package: a file need not import what it only
 * mentions.
 */
function linkByName(project: ProjectReflection): void {
  for (const { comment } of Object.values(project.reflections)) {
    if (!comment) continue;
    for (const part of [
      comment.summary,
      ...comment.blockTags.map(({ content }) => content),
    ].flat()) {
      if (part.kind !== 'inline-tag' || part.tag !== '@link' || part.target) continue;
      const name = part.text.trim().split('.');
      part.target = modulesOf(project)
        .map((module) => module.getChildByName(name))
        .find((child) => child && !child.isReference());
    }
  }
}

/**
 * Gives pages the addresses of their files, `docs/lecture.html`, `packages/geometry.html`, and exports the address
 * of their package and kind: `packages/geometry/function.slide.html`.
 */
class AddressByFile extends KindRouter {
  protected override getIdealBaseName(reflection: Reflection): string {
    if (reflection.isDocument()) {
      const { file } = reflection.frontmatter as { file: string };
      return file.replace(/(\/README)?\.md$/, '');
    }
    if (reflection.kindOf(ReflectionKind.Module)) {
      return `packages/${reflection.name.replace('@axiswise/', '')}`;
    }
    const kind = ReflectionKind[reflection.kind].toLowerCase();
    return `${this.getIdealBaseName(reflection.parent!)}/${kind}.${this.getUrlSafeName(reflection.name)}`;
  }
}
