using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Organisation;

internal sealed class OrganisationTables :
    IEntityTypeConfiguration<Unit>,
    IEntityTypeConfiguration<UnitSuccession>,
    IEntityTypeConfiguration<UnitRoleGrant>,
    IEntityTypeConfiguration<Person>,
    IEntityTypeConfiguration<Position>,
    IEntityTypeConfiguration<Deputy>,
    IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.ToTable("Units");
        builder.Property(unit => unit.Id).ValueGeneratedNever();
        builder.Property(unit => unit.Kind).HasConversion<string>();
        builder.HasOne<Unit>().WithMany().HasForeignKey(unit => unit.ParentId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<UnitSuccession> builder)
    {
        builder.ToTable("UnitSuccessions");
        builder.HasKey(succession => new { succession.FromId, succession.ToId });
        builder.HasOne<Unit>().WithMany().HasForeignKey(succession => succession.FromId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Unit>().WithMany().HasForeignKey(succession => succession.ToId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<UnitRoleGrant> builder)
    {
        builder.ToTable("UnitRoles");
        builder.HasKey(grant => new { grant.AccountId, grant.UnitId, grant.Role });
        builder.Property(grant => grant.Role).HasConversion<string>();
        builder.HasOne<Unit>().WithMany().HasForeignKey(grant => grant.UnitId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("People");
        builder.Property(person => person.Id).ValueGeneratedNever();
        builder.HasMany(person => person.Positions).WithOne().HasForeignKey(position => position.PersonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Deputy> builder)
    {
        builder.ToTable("Deputies");
        builder.HasKey(deputy => new { deputy.PersonId, deputy.DeputyId });
        builder.HasOne<Person>().WithMany(person => person.Deputies).HasForeignKey(deputy => deputy.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Person>().WithMany().HasForeignKey(deputy => deputy.DeputyId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Position> builder)
    {
        builder.ToTable("Positions");
        builder.Property(position => position.Id).ValueGeneratedNever();
        builder.HasOne<Unit>().WithMany().HasForeignKey(position => position.UnitId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.ToTable("Sites");
        builder.Property(site => site.Id).ValueGeneratedNever();
        builder.HasOne<Unit>().WithMany().HasForeignKey(site => site.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
