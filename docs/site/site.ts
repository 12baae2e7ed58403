import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  Application,
  type CommentDisplayPart,
  Converter,
  DeclarationReflection,
  DocumentReflection,
  KindRouter,
  LogLevel,
  MinimalSourceFile,
  normalizePath,
  OptionDefaults,
  type ProjectReflection,
  type Reflection,
  ReflectionKind,
} from 'typedoc';
import ts from 'typescript';
import { type Section, documentedPackages, readSections } from './contents.ts';

/** How the navigation calls the packages. */
const packagesTitle = 'Packages';

/**
 * Builds the site: the pages of the workspace, the READMEs, and the reference of every package from its
 * docstrings. The folder is complete in itself: its links are relative, and it asks nothing of the network.
 *
 * @param root of the workspace.
 * @param to is made anew.
 * @throws Error where an export has no docstring, or where a link in a docstring leads nowhere.
 */
export async function buildSite(root: string, to: string): Promise<void> {
  const sections = readSections(root);
  // Lower storeys first: what a higher one exports again is described where it comes from.
  const packages = documentedPackages(root).sort((a, b) => a.storey - b.storey);
  const application = await Application.bootstrap({
    name: 'Axiswise',
    readme: path.join(root, 'README.md'),
    basePath: root,
    // The same sources give the same files, wherever and whenever they are built.
    disableGit: true,
    disableSources: true,
    hideGenerator: true,
    githubPages: false,
    excludePrivate: true,
    excludeInternal: true,
    includeHierarchySummary: false,
    sort: ['alphabetical'],
    sortEntryPoints: true,
    groupOrder: [...sections.map(({ title }) => title), packagesTitle, '*'],
    navigation: { includeGroups: true },
    locales: { en: { kind_module: 'Package', kind_plural_module: packagesTitle } },
    blockTags: [...OptionDefaults.blockTags, '@source'],
    highlightLanguages: [...new Set(sections.flatMap(({ pages }) => pages.flatMap((page) => languagesOf(root, page))))],
    validation: { invalidLink: true, invalidPath: true, notDocumented: true, notExported: false },
    requiredToBeDocumented: ['Function', 'Class', 'Interface', 'TypeAlias', 'Variable'],
    treatWarningsAsErrors: true,
    treatValidationWarningsAsErrors: true,
    router: 'axiswise',
    logLevel: LogLevel.Warn,
  });
  application.renderer.defineRouter('axiswise', AddressByFile);

  const readmes = new Map(packages.map(({ folder, entryPoints: [main] }) => [main.name, folder]));
  application.converter.on(Converter.EVENT_BEGIN, ({ project }) => {
    for (const section of sections) addSection(application, project, root, section);
  });
  application.converter.on(Converter.EVENT_CREATE_DECLARATION, ({ project }, declared) => {
    const folder = declared.kindOf(ReflectionKind.Module) && readmes.get(declared.name);
    if (!folder) return;
    const file = path.join(root, folder, 'README.md');
    declared.readme = readPage(application, project, file).content;
    for (const place of [file, path.dirname(file)]) {
      project.files.registerReflectionPath(normalizePath(place), declared);
    }
  });

  const files = packages.flatMap(({ entryPoints }) => entryPoints.map(({ file }) => path.join(root, file)));
  const program = ts.createProgram({ rootNames: files, options: compilerOptions(root) });
  const project = application.converter.convert(
    packages.flatMap(({ entryPoints }) => entryPoints.map(({ name, file }) => ({ displayName: name, program, sourceFile: program.getSourceFile(path.join(root, file))! }))),
  );
  application.validate(project);
  await application.generateDocs(project, to);
  if (application.logger.hasErrors() || application.logger.hasWarnings()) throw new Error('see above');
}

function languagesOf(root: string, page: string): string[] {
  return [...readFileSync(path.join(root, page), 'utf8').matchAll(/^```(\w+)/gm)].map(([, language]) => language);
}

function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), (file) => ts.sys.readFile(file)) as { config: { compilerOptions: object } };
  return ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, incremental: false, tsBuildInfoFile: undefined }, root).options;
}

interface Page { readonly title: string; readonly content: CommentDisplayPart[] }

/** Reads a Markdown file: its heading is the title of its page, which shows it itself. */
function readPage(application: Application, project: ProjectReflection, file: string): Page {
  const text = readFileSync(file, 'utf8');
  const heading = /^# (.*)\n/.exec(text);
  if (!heading) throw new Error(`${file}: a page begins with its title, "# …"`);
  const source = new MinimalSourceFile(text.slice(heading[0].length), normalizePath(file));
  return { title: heading[1].replaceAll('`', ''), content: application.converter.parseRawComment(source, project.files).content };
}

function addSection(application: Application, project: ProjectReflection, root: string, { title: group, pages }: Section): void {
  for (const page of pages) {
    const file = path.join(root, page);
    const { title, content } = readPage(application, project, file);
    const document = new DocumentReflection(title, project, content, { group, address: page });
    project.addChild(document);
    project.registerReflection(document, undefined, normalizePath(file));
    application.converter.trigger(Converter.EVENT_CREATE_DOCUMENT, undefined, document);
  }
}

class AddressByFile extends KindRouter {
  protected override getIdealBaseName(reflection: Reflection): string {
    return super.getIdealBaseName(reflection);
  }
}
