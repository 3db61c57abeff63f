package dev.stela.tools;

import dev.stela.EntityId;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The parameters of the commands about one entity. */
final class EntityParameters {
  @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store.")
  Path store;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "The entity: a UUID in its canonical form, anything else is a name.",
      converter = EntityIdConverter.class)
  EntityId id;
}
