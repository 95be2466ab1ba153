import { SqliteDialect, SqliteQueryCompiler } from 'kysely';

/**
 * SQLite, with statements that are planned once. It plans one anew each time it is run with other values if a value
 * could change the plan, and takes that to be so for nearly every statement that sorts what it finds: planning then
 * takes ten times as long as running. A parameter behind a plus is a value it does not look at. So that an index of some
 * rows only is used all the same, what chooses those rows stands in the statement itself (`sql.lit`).
 */
export class SteadyDialect extends SqliteDialect {
  override createQueryCompiler(): SqliteQueryCompiler {
    return new SteadyQueryCompiler();
  }
}

class SteadyQueryCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}
