package dev.stela.tools;

import dev.stela.EntityId;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The parameters of the commands about some entities. */
final class EntitiesParameters {
  @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store.")
  Path store;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "ID",
      description = "The entities: a UUID in its canonical form, anything else is a name.",
      converter = EntityIdConverter.class)
  List<EntityId> ids;
}
