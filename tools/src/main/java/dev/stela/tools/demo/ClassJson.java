package dev.stela.tools.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The content of a class's entity, before it is turned into JSON. */
record ClassJson(
    String module,
    String name,
    String kind,
    List<String> modifiers,
    @JsonProperty("extends") String extended,
    @JsonProperty("implements") List<String> implemented,
    List<String> annotations,
    String sourceFile,
    int classFileVersion,
    int classFileBytes,
    String classFileSha256,
    List<Member> fields,
    List<Member> methods) {

  /** A field or a method. */
  record Member(String name, String type, List<String> modifiers) {}
}
