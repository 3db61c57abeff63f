package dev.stela.tools.demo;

import dev.stela.Lifecycle;
import dev.stela.tools.Json;
import dev.stela.tools.demo.ClassJson.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a class file and describes it as an entity, the same way in every process. Any thread. */
final class ClassDescriber {
  /** Flags that say something about kind or encoding, not about what a programmer wrote. */
  private static final Set<AccessFlag> NO_MODIFIERS =
      Set.of(
          AccessFlag.SUPER,
          AccessFlag.INTERFACE,
          AccessFlag.ANNOTATION,
          AccessFlag.ENUM,
          AccessFlag.MODULE);

  private static final String PUBLIC = "public";
  private static final String CONSTRUCTOR = "<";
  private static final String OBJECT = "java.lang.Object";

  private ClassDescriber() {}

  static ClassDescription describe(ClassRef ref) {
    try {
      byte[] bytes = ref.read();
      return describe(ref, bytes, ClassFile.of().parse(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClassDescription describe(ClassRef ref, byte[] bytes, ClassModel model) {
    ClassJson json =
        new ClassJson(
            ref.module(),
            ref.name(),
            kind(ref, model),
            modifiers(model),
            model.superclass().map(ClassDescriber::name).orElse(null),
            model.interfaces().stream().map(ClassDescriber::name).toList(),
            annotations(model),
            model
                .findAttribute(Attributes.sourceFile())
                .map(file -> file.sourceFile().stringValue())
                .orElse(null),
            model.majorVersion(),
            bytes.length,
            sha256(bytes),
            fields(model),
            methods(model));
    SortedSet<String> wanted = tags(json, model);
    SortedSet<String> tags =
        wanted.stream()
            .filter(ClassDescription::fitsTag)
            .collect(Collectors.toCollection(TreeSet::new));
    byte[] content = Json.MAPPER.writeValueAsBytes(json);
    State state = new State(Lifecycle.ACTIVE, tags, content, texts(ref, json));
    return new ClassDescription(ref.key(), ref.id(), state, wanted.size() - tags.size());
  }

  private static SortedSet<String> tags(ClassJson json, ClassModel model) {
    SortedSet<String> tags = new TreeSet<>();
    tags.add("module:" + json.module());
    int dot = json.name().lastIndexOf('.');
    if (dot > 0) {
      tags.add("package:" + json.name().substring(0, dot));
    }
    tags.add("kind:" + json.kind());
    tags.add("version:" + json.classFileVersion());
    json.modifiers().forEach(modifier -> tags.add("modifier:" + modifier));
    if (model.findAttribute(Attributes.permittedSubclasses()).isPresent()) {
      tags.add("modifier:sealed");
    }
    if (json.extended() != null && !json.extended().equals(OBJECT)) {
      tags.add("extends:" + json.extended());
    }
    json.implemented().forEach(type -> tags.add("implements:" + type));
    json.annotations().forEach(type -> tags.add("annotation:" + type));
    model
        .findAttribute(Attributes.nestHost())
        .ifPresent(host -> tags.add("nest-host:" + name(host.nestHost())));
    return tags;
  }

  private static SortedMap<String, String> texts(ClassRef ref, ClassJson json) {
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put(ClassDescription.NAME_FIELD, ref.key());
    texts.put(ClassDescription.FIELDS_FIELD, names(json.fields()));
    texts.put(ClassDescription.METHODS_FIELD, names(json.methods()));
    putUnlessEmpty(texts, ClassDescription.TITLE_FIELD, Words.ofIdentifier(simpleName(json)));
    putUnlessEmpty(texts, ClassDescription.MEMBERS_FIELD, publicMembers(json));
    return texts;
  }

  private static void putUnlessEmpty(Map<String, String> texts, String field, String text) {
    if (!text.isEmpty()) {
      texts.put(field, text);
    }
  }

  private static String simpleName(ClassJson json) {
    return json.name().substring(json.name().lastIndexOf('.') + 1);
  }

  private static String publicMembers(ClassJson json) {
    return Stream.concat(json.fields().stream(), json.methods().stream())
        .filter(member -> member.modifiers().contains(PUBLIC))
        .map(Member::name)
        .filter(name -> !name.startsWith(CONSTRUCTOR))
        .distinct()
        .map(Words::ofIdentifier)
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String names(List<Member> members) {
    return members.stream().map(Member::name).distinct().collect(Collectors.joining(" "));
  }

  private static String kind(ClassRef ref, ClassModel model) {
    if (model.isModuleInfo()) {
      return "module-info";
    }
    if (ref.name().endsWith(".package-info")) {
      return "package-info";
    }
    if (model.flags().has(AccessFlag.ANNOTATION)) {
      return "annotation";
    }
    if (model.flags().has(AccessFlag.INTERFACE)) {
      return "interface";
    }
    if (model.flags().has(AccessFlag.ENUM)) {
      return "enum";
    }
    return model.findAttribute(Attributes.record()).isPresent() ? "record" : "class";
  }

  /** Returns the modifiers as declared: those of a nested class are not in its own flags. */
  private static List<String> modifiers(ClassModel model) {
    return model.findAttribute(Attributes.innerClasses()).stream()
        .flatMap(nested -> nested.classes().stream())
        .filter(nested -> nested.innerClass().equals(model.thisClass()))
        .findFirst()
        .map(nested -> modifiers(nested.flagsMask(), AccessFlag.Location.INNER_CLASS))
        .orElseGet(() -> modifiers(model.flags().flagsMask(), AccessFlag.Location.CLASS));
  }

  /** Names the bits that are known, in a fixed order; some class files have others as well. */
  private static List<String> modifiers(int mask, AccessFlag.Location location) {
    return Arrays.stream(AccessFlag.values())
        .filter(flag -> (mask & flag.mask()) != 0 && flag.locations().contains(location))
        .filter(flag -> !NO_MODIFIERS.contains(flag))
        .map(flag -> flag.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static List<String> annotations(ClassModel model) {
    return model
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .map(RuntimeVisibleAnnotationsAttribute::annotations)
        .orElse(List.of())
        .stream()
        .map(annotation -> name(annotation.classSymbol()))
        .toList();
  }

  private static List<Member> fields(ClassModel model) {
    return model.fields().stream()
        .map(
            field ->
                new Member(
                    field.fieldName().stringValue(),
                    field.fieldTypeSymbol().displayName(),
                    modifiers(field.flags().flagsMask(), AccessFlag.Location.FIELD)))
        .toList();
  }

  private static List<Member> methods(ClassModel model) {
    return model.methods().stream()
        .map(
            method ->
                new Member(
                    method.methodName().stringValue(),
                    method.methodTypeSymbol().displayDescriptor(),
                    modifiers(method.flags().flagsMask(), AccessFlag.Location.METHOD)))
        .toList();
  }

  private static String name(ClassEntry entry) {
    return entry.asInternalName().replace('/', '.');
  }

  private static String name(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
